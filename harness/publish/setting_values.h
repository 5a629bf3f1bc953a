// SPDX-License-Identifier: GPL-2.0-or-later
/* The settings that a campaign was measured with, over all its setups. */
#ifndef PUBLISH_SETTING_VALUES_H
#define PUBLISH_SETTING_VALUES_H

#include "report/model.h"
#include "workload/workload.h"

/*
 * The setting's different values, in the order of the setups of an experiment.json that have a
 * guest, or of all setups if none has: "2, 8, 32"; "-" if none says it. Free with g_free().
 */
char *setting_values(const json_t *experiment, const char *setting);

/* All settings with their values. Free with table_free(). */
struct table *setting_values_table(const json_t *experiment);

/* How the workload is started by hand, with the settings of each setup that has a guest: char *,
 * each once. Empty if it does not say. Free with g_ptr_array_unref(). */
GPtrArray *setting_values_commands(const json_t *experiment, const struct workload *workload);

#endif

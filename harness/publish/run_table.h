// SPDX-License-Identifier: GPL-2.0-or-later
/* Every run of a campaign on its own. */
#ifndef PUBLISH_RUN_TABLE_H
#define PUBLISH_RUN_TABLE_H

#include "report/model.h"
#include "report/report.h"

/* A row for each record of the experiment's setups, valid or not, traced ones behind those of their
 * setup. NULL without any. Free with table_free(). */
struct table *run_table(const struct report *report);

#endif

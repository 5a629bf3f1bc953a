// SPDX-License-Identifier: GPL-2.0-or-later
/* Knobs that name files of this machine; for experiment/ alone. */
#ifndef EXPERIMENT_SETTINGS_FILES_H
#define EXPERIMENT_SETTINGS_FILES_H

#include "experiment/settings.h"

/* -EINVAL: what no path or list of files can be. Whether they are there is not asked. */
int settings_path_check(const struct setting *setting, const char *text);
int settings_files_check(const struct setting *setting, const char *text);

/* Without the folders of this machine: "storm", [ "storm.ko=/modules/storm.ko" ]. */
json_t *settings_path_json(const struct setting *setting, const char *text);
json_t *settings_files_json(const char *text);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings that name files of this machine; for experiment/ only. */
#ifndef SETTINGS_SETTINGS_FILES_H
#define SETTINGS_SETTINGS_FILES_H

#include "settings/settings.h"

/* -EINVAL: the text cannot be a path, a list of files, or a workload. Whether they exist is not
 * checked. */
int settings_path_check(const struct setting *setting, const char *text);
int settings_files_check(const struct setting *setting, const char *text);
int settings_workload_check(const struct setting *setting, const char *text);

/* Without the folders of this machine: "storm", [ "storm.ko=/modules/storm.ko" ], "./join -m 1G". A
 * new reference. */
json_t *settings_path_json(const struct setting *setting, const char *text);
json_t *settings_files_json(const char *text);
json_t *settings_workload_json(const char *text);

#endif

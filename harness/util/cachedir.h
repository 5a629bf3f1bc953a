// SPDX-License-Identifier: GPL-2.0-or-later
/* Cache folders of apfbench: marked with CACHEDIR.TAG, which also makes backups skip them. */
#ifndef UTIL_CACHEDIR_H
#define UTIL_CACHEDIR_H

#include <stdbool.h>

#define CACHEDIR_TAG "CACHEDIR.TAG" /* https://bford.info/cachedir/ */

/* Does apfbench give such a name to entries of the folder? */
typedef bool (*cachedir_name)(const char *name, const void *data);

/*
 * Returns 0 if the folder is missing, empty, marked, or (if is_name is given) from an earlier
 * version, which made no mark: all names in it are ours. Changes nothing. -EINVAL: the folder is
 * somebody else's. -errno: it cannot be read.
 */
int cachedir_check(const char *folder, cachedir_name is_name, const void *data);

/* cachedir_check(), then makes the folder with its parents, and marks it. -errno: it cannot be
 * written. */
int cachedir_make(const char *folder, cachedir_name is_name, const void *data);

#endif

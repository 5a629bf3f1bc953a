// SPDX-License-Identifier: GPL-2.0-or-later
/* Folders that are caches of ours: marked with CACHEDIR.TAG, which keeps backups out as well. */
#ifndef UTIL_CACHEDIR_H
#define UTIL_CACHEDIR_H

#include <stdbool.h>

#define CACHEDIR_TAG "CACHEDIR.TAG" /* https://bford.info/cachedir/ */

/* Is a name in the folder one that apfbench gives? */
typedef bool (*cachedir_name)(const char *name, const void *data);

/*
 * 0 when the folder is missing, empty, marked, or, is_name given, of an earlier version: with no
 * other names in it than ours. Changes nothing. -EINVAL for somebody else's folder.
 */
int cachedir_check(const char *folder, cachedir_name is_name, const void *data);

/* cachedir_check(), then makes the folder, with those above it, and marks it. */
int cachedir_make(const char *folder, cachedir_name is_name, const void *data);

#endif

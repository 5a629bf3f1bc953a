// SPDX-License-Identifier: GPL-2.0-or-later
/* Which of Debian's packages a file of this machine comes from. */
#ifndef IMAGE_PACKAGES_H
#define IMAGE_PACKAGES_H

#include <glib.h>

/*
 * Asks dpkg about all these paths at once. *packages: a table from each path that belongs to a
 * package to "PACKAGE VERSION", empty without dpkg. Free it with g_hash_table_unref(). Errors of
 * process_output().
 */
int packages_find(const GPtrArray *paths, GHashTable **packages);

/* "libc6:amd64, x: /lib/y" -> "libc6:amd64", with *path pointing into the line; NULL for another
 * line. Free with g_free(). For tests. */
char *packages_line_parse(const char *line, const char **path);

#endif

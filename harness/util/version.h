// SPDX-License-Identifier: GPL-2.0-or-later
/* Which apfbench this is. */
#ifndef UTIL_VERSION_H
#define UTIL_VERSION_H

/*
 * Reads the version once, for this process and its children, before anything is made: a passing
 * failure must not put "unknown" into records. 0 also if there is no version file; errors of
 * fs_read().
 */
int version_read(void);

/*
 * "0.1", or "0.1 (abc1234-dirty)" when built from a git checkout; "unknown" without the file. Read
 * from a file beside bm and not compiled in: a commit that changes no code must not change the
 * program. Free with g_free().
 */
char *version_text(void);

#endif

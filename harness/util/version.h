// SPDX-License-Identifier: GPL-2.0-or-later
/* Which apfbench this is. */
#ifndef UTIL_VERSION_H
#define UTIL_VERSION_H

/*
 * Reads the version once, for the life of this process and its children. Called before anything is
 * made: a record must not say "unknown" because of a passing failure. 0 where no version was
 * written down; errors of fs_read().
 */
int version_read(void);

/*
 * "0.1", or "0.1 (abc1234-dirty)" when built from a git checkout. Read from a file beside bm, not
 * compiled in: a commit that changes no code must not change the program. "unknown" where that
 * file is missing. Free with g_free().
 */
char *version_text(void);

#endif

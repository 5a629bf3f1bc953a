// SPDX-License-Identifier: GPL-2.0-or-later
/* Which apfbench this is. */
#ifndef UTIL_VERSION_H
#define UTIL_VERSION_H

/*
 * "0.1", or "0.1 (abc1234-dirty)" when built from a git checkout. Read from a file beside bm, not
 * compiled in: the program is a part of the hosts' image, and a commit that changes no code must
 * not make every preparation anew. "unknown" where that file is missing. Free with g_free().
 */
char *version_text(void);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells make which files of a fresh source tree are as they were in another one. */
#ifndef KERNEL_SAME_H
#define KERNEL_SAME_H

#include <stdbool.h>

/*
 * Each regular file of `fresh` that has the same contents in `former`, and is a program in both or
 * in neither, becomes a link to that file, so it has its time; all others get the present time.
 * Files of `fresh` may be links to a tree that must not change: what they link to stays as it is.
 * *is_like: false if a header was added or removed, which can change what an unchanged file
 * includes; times then mean nothing. `fresh` needs a parent folder that is ours, on the file system
 * of both. 0 or -errno.
 */
int same_times(const char *former, const char *fresh, bool *is_like);

/* Makes equal files links as same_times() does, where that is possible, and leaves the others as
 * they are. 0, or -errno if `fresh` cannot be read. */
int same_share(const char *former, const char *fresh);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Tells make which files of a fresh source tree are as they were in another one. */
#ifndef KERNEL_SAME_H
#define KERNEL_SAME_H

#include <stdbool.h>

/*
 * Gives each regular file of `fresh` that has the same contents in `former`, and is a program in
 * both or in neither, its time there, and the present time to all others. Files of `fresh` may be
 * hard links to a tree that must not change: such a link becomes a file of its own first. *is_like:
 * false if a header was added or removed, which can change what an unchanged file includes; times
 * then mean nothing. 0 or -errno.
 */
int same_times(const char *former, const char *fresh, bool *is_like);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks between processes: of one file, and of the whole output folder against prune. */
#ifndef UTIL_LOCK_H
#define UTIL_LOCK_H

#include <stdbool.h>

/*
 * Locks path, exclusively or shared, until *fd is closed here and in all forked children. The
 * caller closes *fd, which is -1 after an error. Creates the file, but not its folder; the holder
 * of an exclusive lock may unlink it. -EBUSY if it is held and wait is false, with the holder's pid
 * in the text; -EINVAL if path is a symbolic link or not a regular file; else -errno.
 */
int lock_take(const char *path, bool exclusive, bool wait, int *fd);

/*
 * While *fd is open, here or in a forked child, prune removes nothing. Waits for a running prune.
 * The caller closes *fd, which is -1 after an error. 0 or -errno.
 */
int lock_made(int *fd);

/* For prune: -EBUSY while a lock_made() is held anywhere; else as lock_made(). */
int lock_made_alone(int *fd);

#endif

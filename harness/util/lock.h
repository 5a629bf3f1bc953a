// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks between processes: of one file, and of everything made while somebody works with it. */
#ifndef UTIL_LOCK_H
#define UTIL_LOCK_H

#include <stdbool.h>

/*
 * Locks path (made if missing, in a folder that is there) until *fd is closed here and in all
 * forked children: exclusively or shared. -EBUSY with the holder's pid in the text if not wait.
 * -EINVAL for a symbolic link or anything else that is no regular file. *fd is -1 after an error.
 * Who holds it exclusively may unlink path.
 */
int lock_take(const char *path, bool exclusive, bool wait, int *fd);

/*
 * While *fd is open, here or in a forked child, no prune takes anything away. Waits for a prune
 * that is at it.
 */
int lock_made(int *fd);

/* For a prune: -EBUSY while lock_made() is in effect anywhere. */
int lock_made_alone(int *fd);

#endif

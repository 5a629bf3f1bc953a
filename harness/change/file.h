// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that can be made again from what was handed in. */
#ifndef CHANGE_FILE_H
#define CHANGE_FILE_H

#include <stddef.h>

/* Writes a file beside its place and renames it, but does not wait for the disk: a series has as
 * many as it has patches. 0 or -errno. */
int file_put(const char *path, const char *text, size_t length);

#endif

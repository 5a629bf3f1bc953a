// SPDX-License-Identifier: GPL-2.0-or-later
/* Whole lines from a descriptor that returns bytes as they come. */
#ifndef HOST_LINES_H
#define HOST_LINES_H

#include <glib.h>
#include <stddef.h>

typedef void (*lines_visit)(const char *line, void *user);

/*
 * Appends bytes to the partial line of the last call, and visits each line that is now whole,
 * without its line end (\n or \r\n). NUL bytes are dropped.
 */
void lines_feed(GString *partial, const char *bytes, size_t length, lines_visit visit, void *user);

/*
 * Reads what a non-blocking descriptor has and feeds it. 0 if there is no more for now, -EPIPE at
 * the end of file, else -errno (no text is recorded).
 */
int lines_read(int fd, GString *partial, lines_visit visit, void *user);

#endif

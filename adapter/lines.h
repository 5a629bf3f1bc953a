// SPDX-License-Identifier: GPL-2.0-or-later
/* Cuts what comes from a pipe or terminal into lines. */
#ifndef ADAPTER_LINES_H
#define ADAPTER_LINES_H

#include <stdbool.h>
#include <stddef.h>

#define LINE_LENGTH 1000

struct lines {	/* all 0 but fd: nothing read yet */
	int fd; /* -1: has ended */
	char partial[LINE_LENGTH + 1];
	size_t length;
};

/* Takes a line, without its newline; -1 ends the reading. */
typedef int (*line_taker)(const char *line, void *user);

/*
 * Reads once, and hands on each line that is whole; at the end of file also what there is without a
 * newline, and fd becomes -1. 0; -1 with failure_set() if a line is too long or has a NUL, if
 * reading fails, or from the taker. whose: for that text.
 */
int lines_read(struct lines *lines, const char *whose, line_taker take, void *user);

#endif

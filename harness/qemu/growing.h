// SPDX-License-Identifier: GPL-2.0-or-later
/* A console's file, read by lines while it grows. */
#ifndef QEMU_GROWING_H
#define QEMU_GROWING_H

#include <glib.h>
#include <stdbool.h>

struct growing {
	int fd;
	char *path;
	GString *line; /* the last one, which is not complete */
	GQueue last;   /* the last 20 whole lines */
	bool grown;    /* by the last reading */
};

/* A judge returns it to go on. */
#define GROWING_ON -1

typedef int growing_judge(const char *line, void *data);

/* Opens the file, to be read from its beginning. growing_close() is for the caller after success
 * only. -errno if it cannot be opened. */
int growing_open(struct growing *file, const char *path);
void growing_close(struct growing *file);

/*
 * Reads what has been added, and calls judge with each whole line (no carriage return, no NUL)
 * until it returns something other than GROWING_ON, which then is *verdict. -errno if the file
 * cannot be read.
 */
int growing_read(struct growing *file, growing_judge *judge, void *data, int *verdict);

/* The last lines, each behind "\n  | ", for an error's text. Free with g_free(). */
char *growing_tail(const struct growing *file);

#endif

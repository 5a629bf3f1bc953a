// SPDX-License-Identifier: GPL-2.0-or-later
/* A console's file, read by lines while it grows. */
#ifndef QEMU_GROWING_H
#define QEMU_GROWING_H

#include <glib.h>
#include <stdbool.h>

struct growing {
	int fd;
	char *path;
	GString *line; /* the one that has no end yet */
	GQueue last;   /* the last 20 whole lines */
	bool grown;    /* at the last reading */
};

/* Returned by a judge: go on. */
#define GROWING_ON -1

typedef int growing_judge(const char *line, void *data);

/* From its beginning. growing_close() is the caller's after success only. */
int growing_open(struct growing *file, const char *path);
void growing_close(struct growing *file);

/*
 * Reads what has come, and calls judge with each whole line (no carriage return, no NUL) until it
 * returns something but GROWING_ON: *verdict. -errno when the file cannot be read.
 */
int growing_read(struct growing *file, growing_judge *judge, void *data, int *verdict);

/* The last lines, each behind "\n  | ", for an error's text. Free with g_free(). */
char *growing_tail(const struct growing *file);

#endif

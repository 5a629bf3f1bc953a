// SPDX-License-Identifier: GPL-2.0-or-later
/* The log file of a build: reading back what a step wrote. */
#ifndef KERNEL_LOG_H
#define KERNEL_LOG_H

#include <sys/types.h>

/* Size in bytes, 0 if the log does not exist. */
off_t log_size(const char *log);

/* Reads the log from that byte to its end into *text, NUL-terminated, to be freed with g_free();
 * NULL after an error. Errors of fs_read(). */
int log_read(const char *log, off_t from, char **text);

/*
 * For an error's text: up to 8 lines with compiler errors and the last 12 lines from that byte on,
 * each behind a newline and two blanks; "" if the log cannot be read. Free with g_free().
 */
char *log_tail(const char *log, off_t from);

#endif

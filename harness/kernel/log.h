// SPDX-License-Identifier: GPL-2.0-or-later
/* The log file of a build: reading back what a step wrote. */
#ifndef KERNEL_LOG_H
#define KERNEL_LOG_H

#include <sys/types.h>

/* Bytes, 0 if it does not exist. */
off_t log_size(const char *log);

/* What stands in it from that byte on. */
int log_read(const char *log, off_t from, char **text);

/* For an error's text: compiler errors and the last lines from that byte on, each indented. */
char *log_tail(const char *log, off_t from);

#endif

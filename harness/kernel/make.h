// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs one step of a build: output to the log, progress on the terminal. */
#ifndef KERNEL_MAKE_H
#define KERNEL_MAKE_H

#include <glib.h>

struct step {
	const char *what; /* "kernel mainline: compiling" */
	const char *log;
	const char *count; /* file that keeps the number of lines of the last time, or NULL */
};

/*
 * Runs argv, after appending its NULL; it stays the caller's. -EBADMSG if the program fails, with
 * the log's tail in the text; -EINTR if a signal ended it; else -errno. A dry run prints the
 * command.
 */
int step_run(const struct step *step, GPtrArray *argv);

#endif

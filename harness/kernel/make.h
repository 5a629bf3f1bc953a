// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs one step of a build: output to the log, progress on the terminal. */
#ifndef KERNEL_MAKE_H
#define KERNEL_MAKE_H

#include <glib.h>

struct step {
	const char *what; /* "kernel mainline: compiling" */
	const char *log;
	const char *count; /* file that keeps how many lines the step printed last time, or NULL */
};

/*
 * Runs argv (it gets its NULL here). -EBADMSG with the log's tail in the error's text if it fails,
 * -EINTR if a signal ended it. A dry run prints the command.
 */
int step_run(const struct step *step, GPtrArray *argv);

#endif

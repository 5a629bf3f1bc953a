// SPDX-License-Identifier: GPL-2.0-or-later
/* The user's program as a child with pipes. */
#ifndef ADAPTER_PROGRAM_H
#define ADAPTER_PROGRAM_H

#include <stddef.h>
#include <sys/types.h>

struct program {
	char *words; /* the file with its arguments, a line each */
	char **argv; /* into it; ends with NULL */
	const char *name;
	pid_t pid;
	int pidfd;	     /* readable when it has ended */
	int in, out, errors; /* our ends of its stdin, stdout, stderr */
};

/*
 * Reads the arguments from a file, and starts the program in the folder in which it lies. It dies
 * with this process. Nothing is freed: this process lives as long as the guest. 0, or -1 with
 * failure_set().
 */
int program_start(struct program *program, const char *path);

/* Waits for its end and keeps as a failure how it ended, "before it WHAT". -1. */
int program_fail(const struct program *program, const char *what);

#endif

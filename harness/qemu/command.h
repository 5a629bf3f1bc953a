// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of a host's command line that is the same however QEMU runs the host. */
#ifndef QEMU_COMMAND_H
#define QEMU_COMMAND_H

#include <glib.h>
#include <stdint.h>

/* What decides what the host sees. */
struct command_shape {
	uint64_t cpus;
	uint64_t memory;	/* bytes, whole MiB */
	const char *parameters; /* the kernel's command line */
};

/* What differs from one start to the next, with no effect inside. */
struct command_paths {
	const char *qemu;
	const char *kernel;
	const char *initrd;
	const char *description; /* file of DESCRIPTION_SIZE bytes */
	const char *console;	 /* file: first serial port */
	const char *record;	 /* file: second serial port */
	const char *control;	 /* socket of the monitor */
	const char *terminal;	 /* socket: second serial port instead of record; or NULL */
	const char *debugger;	 /* socket of gdb's stub, or NULL */
};

/* Appends an option and its value to argv, whose elements are freed with it. It takes the value
 * over, which may be NULL. */
void command_add(GPtrArray *argv, const char *option, char *value);

/* Appends the options for CPUs, memory, files and what is booted. */
void command_add_host(GPtrArray *argv, const struct command_shape *shape,
		      const struct command_paths *paths);

#endif

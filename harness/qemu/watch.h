// SPDX-License-Identifier: GPL-2.0-or-later
/* Watches a machine by its console file and its CPU time, without touching it. */
#ifndef QEMU_WATCH_H
#define QEMU_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct watch_limits {
	unsigned int idle_ms; /* hung: this long no console byte, no CPU time used, no thread that
				 wants a CPU */
	uint64_t silent_cpu_seconds; /* hung as well: this much CPU time used without a console byte
					(a deadlock may spin) */
	unsigned int panic_ms; /* after a panic's first line, how long QEMU may take to print the
				  rest and end */
};

/* idle_ms 30000, panic_ms 5000. */
extern const struct watch_limits watch_defaults;

enum watch_end {
	WATCH_FOUND,	/* the line came */
	WATCH_FAILED,	/* CONSOLE_FAILED came */
	WATCH_PANICKED, /* the kernel's panic came */
	WATCH_ENDED,	/* the process ended without the line */
	WATCH_HUNG,	/* idle, or busy and silent for too long */
};

/* Told of each whole line as it is read, the last one included. */
struct watch_listener {
	void (*hear)(const char *line, void *user);
	void *user;
};

/*
 * Reads the console file from its beginning as it grows, until a line begins with `until`. pid is a
 * child of the caller, which is not reaped here. Real time alone ends nothing: neither a slow
 * machine nor one that was suspended makes a run hung.
 * 0 for WATCH_FOUND; -EPROTO (failed, panicked, ended) or -ETIMEDOUT (hung) with the console's last
 * 20 lines in the error's text. *end says which; it and listener may be NULL.
 */
int watch_console(pid_t pid, const char *console, const char *until,
		  const struct watch_limits *limits, const struct watch_listener *listener,
		  enum watch_end *end);

/* The child has ended (it is not reaped). */
bool watch_has_ended(pid_t pid);

/* No thread of the process runs or waits for a CPU or a disk. */
bool watch_is_asleep(pid_t pid);

#endif

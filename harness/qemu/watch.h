// SPDX-License-Identifier: GPL-2.0-or-later
/* Watches a machine by its console file and its CPU time, without touching it. */
#ifndef QEMU_WATCH_H
#define QEMU_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A machine that is watched. */
struct watched {
	pid_t pid;	     /* of a child of the caller, which is not reaped here */
	const char *console; /* file of its console, which grows */
	const char *log;     /* file of what QEMU says */
};

struct watch_limits {
	/* A host hangs after this long, ms, without a console byte, a use of CPU time and a thread
	 * that wants a CPU, ... */
	unsigned int idle_ms;
	/* ... and after this much CPU time without a console byte: a deadlock may spin. */
	uint64_t silent_cpu_seconds;
	/* How long QEMU may take, after a panic's first line, to print the rest and end. */
	unsigned int panic_ms;
};

/* idle_ms 30000, silent_cpu_seconds 600, panic_ms 5000. */
extern const struct watch_limits watch_defaults;

/* Is called with each whole line as it is read, the last one included. */
struct watch_listener {
	void (*hear)(const char *line, void *user);
	void *user;
};

/* Start of the class (util/error.h) of a host that gave up and said so. */
#define WATCH_GAVE_UP "the host gave up: "

/*
 * Reads the console from its beginning as it grows, until a line begins with `until`: 0. listener
 * may be NULL. Real time alone ends nothing: a run is not hung because the machine is slow or was
 * suspended. Errors: -EPROTO (the host gave up or panicked), -ETIMEDOUT (it hangs), both with a
 * class and the console's last 20 lines; those of watch_end(); -errno if the console cannot be
 * read.
 */
int watch_console(const struct watched *watched, const char *until,
		  const struct watch_limits *limits, const struct watch_listener *listener);

/*
 * Says why a machine ended that should not have; waits up to 5 s for its end. Always an error:
 * -ENOMEM if it was killed from outside, -EIO with QEMU's own words if QEMU could not start (both:
 * the machine refused), else -EPROTO: the host failed.
 */
int watch_end(const struct watched *watched);

/* True if no thread of the process runs or waits for a CPU or a disk. */
bool watch_is_asleep(pid_t pid);

#endif

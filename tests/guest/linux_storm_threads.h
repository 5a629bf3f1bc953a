/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In the guest: threads that touch an array at random and check what they find in it. */
#ifndef GUEST_LINUX_STORM_THREADS_H
#define GUEST_LINUX_STORM_THREADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STORM_THREADS 64

struct storm_figures {
	uint64_t accesses;
	uint64_t errors;     /* pages with content that nobody wrote */
	uint64_t stalled_ms; /* the longest time for which a thread has not got on by now */
	uint64_t waiting_ms; /* the same of threads that sleep in the kernel */
	uint64_t longest_ms; /* the longest that any access has taken */
	char where[64]; /* what the thread that has stalled longest does: state, kernel function */
};

/* Makes an array of @mib MiB in which every page has content of its own. False: no memory. */
bool storm_fill(size_t mib);

/* False: no array, running already, or @threads is none or more than STORM_THREADS. */
bool storm_start(unsigned int threads);

void storm_read(struct storm_figures *figures);

/* False: a thread did not end within @seconds; the threads are then left alone. */
bool storm_stop(unsigned int seconds);

/* Checks all pages; no thread may run. Returns how many are wrong. */
uint64_t storm_verify(void);

#endif

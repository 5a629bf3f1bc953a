// SPDX-License-Identifier: GPL-2.0-or-later
/* Traces of the host's kernel: instances of tracefs, in which chosen events go to memory raw. */
#ifndef HOST_TRACE_H
#define HOST_TRACE_H

#include "host/trace_page.h"

#include <stdbool.h>
#include <stdint.h>

struct trace_event {
	const char *name; /* "block/block_bio_queue" */
	bool optional;	  /* not all kernels have it */
	struct trace_layout layout;
};

struct trace {
	const char *folder;	    /* of the instance */
	struct trace_event *events; /* the last one's name is NULL */
};

/*
 * Makes the instance, not tracing yet, with so many KiB of memory for each CPU. Times are those of
 * clock_now(). Events for which there is no room are dropped, the newest ones, and counted. 0 or
 * -errno.
 */
int trace_prepare(const struct trace *trace, const char *buffer_kb);

/* Only events for which the filter holds, of this event, are recorded. 0 or -errno. */
int trace_filter(const struct trace *trace, const struct trace_event *event, const char *filter);

/* Switches all events and the tracing on or off. 0 or -errno. */
int trace_switch(const struct trace *trace, bool on);

/* An event with its CPU, its layout and its data. */
typedef void (*trace_take)(unsigned int cpu, uint64_t time_ns, const struct trace_event *event,
			   const unsigned char *data, size_t length, void *user);

/*
 * Takes all that has been traced: a CPU's events one after the other, in the order of time. *lost:
 * the events that were dropped. Completes the events' layouts. 0 or -errno.
 */
int trace_read(const struct trace *trace, trace_take take, void *user, uint64_t *lost);

/* Removes the instance, if there is one. */
void trace_clear(const struct trace *trace);

#endif

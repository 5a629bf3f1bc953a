// SPDX-License-Identifier: GPL-2.0-or-later
/* The distribution of a device's latency, from traced requests and completions. */
#ifndef HOST_LATENCY_H
#define HOST_LATENCY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct latency_event {
	uint64_t time_ns;
	uint64_t sector;
	bool completed; /* false: requested */
};

struct latency_summary {
	uint64_t count, mean_ns, p50_ns,
		p99_ns; /* percentiles by nearest rank; 0 if there is no read */
};

/*
 * Pairs each request with the next completion of its sector. streams: `count` arrays of struct
 * latency_event (one per CPU), each in the order of time. Returns a new array of uint64_t (ns), to
 * be unreferenced. Requests without completion in the trace, and completions without request, are
 * left out.
 */
GArray *latency_pair(GArray *const streams[], size_t count);

/* Sorts the latencies in place. */
struct latency_summary latency_summarize(GArray *latencies);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* From traced requests and completions of a device to the distribution of its latency. */
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
	uint64_t count, mean_ns, p50_ns, p99_ns; /* percentiles by nearest rank; 0 of nothing */
};

/*
 * Pairs each request with the next completion of its sector. streams: arrays of struct
 * latency_event (one a CPU), each in the order of time. The result is an array of uint64_t (ns).
 * What began before or ended after the trace has no pair and is left out.
 */
GArray *latency_pair(GArray *const streams[], size_t count);

/* Sorts the latencies in place. */
struct latency_summary latency_summarize(GArray *latencies);

#endif

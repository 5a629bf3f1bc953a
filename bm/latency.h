// SPDX-License-Identifier: GPL-2.0-or-later
// How long accesses took: how many of each length, in logarithmic buckets.
#ifndef BM_LATENCY_H
#define BM_LATENCY_H

#include <stddef.h>
#include <stdint.h>

#include "clock.h"

/*
 * Each power of two is divided into so many buckets of equal width, so a bucket is narrower than
 * 1/16 of what it holds. Below 32 ns each has a bucket to itself.
 */
#define LATENCY_SUB_BITS    4
#define LATENCY_SUB_BUCKETS (1 << LATENCY_SUB_BITS)

/* The last one ends with 2^64 - 1 ns. */
#define LATENCY_BUCKETS ((64 - LATENCY_SUB_BITS + 1) << LATENCY_SUB_BITS)

struct latency {
	uint64_t counts[LATENCY_BUCKETS];
	uint64_t max_ns;
};

/* The bucket of @ns. */
static inline size_t latency_bucket(uint64_t ns)
{
	int shift;

	if (ns < LATENCY_SUB_BUCKETS)
		return ns;
	shift = 63 - __builtin_clzll(ns) - LATENCY_SUB_BITS;
	return ((size_t)shift << LATENCY_SUB_BITS) + (ns >> shift);
}

/* The smallest time in ns that belongs to @bucket. */
uint64_t latency_lower(size_t bucket);

static inline void latency_count(struct latency *latency, uint64_t ns)
{
	latency->counts[latency_bucket(ns)]++;
	if (ns > latency->max_ns)
		latency->max_ns = ns;
}

/* Adds @other to @latency. */
void latency_add(struct latency *latency, const struct latency *other);

/* What latency_ns() needs to know of the clocks. */
uint64_t latency_scale(struct clock_rate rate);

/* From @begin to @end, readings of clock_ticks(). Two CPUs' clocks may be some ticks apart. */
static inline uint64_t latency_ns(uint64_t begin, uint64_t end, uint64_t scale)
{
	int64_t ticks = (int64_t)(end - begin);

	return ticks < 0 ? 0 : (uint64_t)((unsigned __int128)(uint64_t)ticks * scale >> 32);
}

#endif

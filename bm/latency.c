// SPDX-License-Identifier: GPL-2.0-or-later
// How long accesses took: how many of each length, in logarithmic buckets.
#include "latency.h"

uint64_t latency_lower(size_t bucket)
{
	size_t shift;

	if (bucket < LATENCY_SUB_BUCKETS)
		return bucket;
	shift = (bucket >> LATENCY_SUB_BITS) - 1;
	return (uint64_t)(bucket - (shift << LATENCY_SUB_BITS)) << shift;
}

void latency_add(struct latency *latency, const struct latency *other)
{
	for (size_t i = 0; i < LATENCY_BUCKETS; i++)
		latency->counts[i] += other->counts[i];
	if (other->max_ns > latency->max_ns)
		latency->max_ns = other->max_ns;
}

uint64_t latency_scale(struct clock_rate rate)
{
	return rate.ticks ? (uint64_t)((double)rate.ns / (double)rate.ticks * 0x1p32) : 0;
}

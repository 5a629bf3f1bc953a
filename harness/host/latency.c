// SPDX-License-Identifier: GPL-2.0-or-later
/* Pairs requests with completions, and summarizes latencies. */
#include "host/latency.h"

#include "host/merge.h"

GArray *latency_pair(GArray *const streams[], size_t count)
{
	GArray *latencies = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	/* sector -> its request; both point into the streams */
	GHashTable *requested = g_hash_table_new(g_int64_hash, g_int64_equal);
	g_autofree guint *positions = g_new0(guint, count + 1);
	const struct latency_event *event;

	while ((event = merge_next(streams, count, positions))) {
		const struct latency_event *request;
		uint64_t latency;

		if (!event->completed) {
			g_hash_table_replace(requested, (gpointer)&event->sector, (gpointer)event);
			continue;
		}
		request = g_hash_table_lookup(requested, &event->sector);
		if (!request)
			continue;
		latency = event->time_ns - request->time_ns;
		g_array_append_val(latencies, latency);
		g_hash_table_remove(requested, &event->sector);
	}
	g_hash_table_destroy(requested);
	return latencies;
}

static gint latency_order(gconstpointer a, gconstpointer b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The smallest value that at least `percent` of all do not exceed. */
static uint64_t percentile(const GArray *sorted, unsigned int percent)
{
	uint64_t rank = ((uint64_t)sorted->len * percent + 99) / 100;

	return g_array_index(sorted, uint64_t, rank - 1);
}

struct latency_summary latency_summarize(GArray *latencies)
{
	struct latency_summary summary = { .count = latencies->len };
	uint64_t sum = 0;

	if (!latencies->len)
		return summary;
	g_array_sort(latencies, latency_order);
	for (guint i = 0; i < latencies->len; i++)
		sum += g_array_index(latencies, uint64_t, i);
	summary.mean_ns = sum / latencies->len;
	summary.p50_ns = percentile(latencies, 50);
	summary.p99_ns = percentile(latencies, 99);
	return summary;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Traces the swap device's reads by the block layer's tracepoints. */
#include "host/swap_latency.h"

#include "host/latency.h"
#include "host/merge.h"
#include "host/trace.h"
#include "util/error.h"

#include <glib.h>

/* A read takes about 110 bytes: 150 000 reads per CPU. */
#define BUFFER_KB "16384"

enum event {
	REQUESTED,
	COMPLETED,
	EVENTS
};

/*
 * The tracepoints of bios. Those of requests (block_rq_issue) do not exist for devices of the
 * device mapper, and null_blk's own requests do not have the delay.
 */
static struct trace_event events[EVENTS + 1] = {
	[REQUESTED] = { .name = "block/block_bio_queue", .layout.fields[0].name = "sector" },
	[COMPLETED] = { .name = "block/block_bio_complete", .layout.fields[0].name = "sector" },
};

static const struct trace trace = { "/sys/kernel/tracing/instances/apfbench", events };

int swap_latency_prepare(const struct swap *swap)
{
	g_autofree char *filter = swap_reads_filter(swap);
	int err = trace_prepare(&trace, BUFFER_KB);

	for (size_t i = 0; i < EVENTS && !err; i++)
		err = trace_filter(&trace, &events[i], filter);
	return err ? error_prefix(err, "trace of swap reads") : 0;
}

int swap_latency_open(void)
{
	return trace_switch(&trace, true);
}

int swap_latency_close(void)
{
	return trace_switch(&trace, false);
}

/* Each CPU's events have an array of their own, by its number. */
static void event_take(unsigned int cpu, uint64_t time_ns, const struct trace_event *traced,
		       const unsigned char *data, size_t length, void *user)
{
	GPtrArray *streams = user;
	struct latency_event event = { .time_ns = time_ns,
				       .completed = traced == &events[COMPLETED] };

	if (!trace_field_number(&traced->layout.fields[0], data, length, &event.sector))
		return;
	g_array_append_val(merge_stream(streams, cpu, sizeof(event)), event);
}

static json_t *summary_json(GPtrArray *streams, uint64_t lost)
{
	GArray *latencies = latency_pair((GArray *const *)streams->pdata, streams->len);
	struct latency_summary summary = latency_summarize(latencies);

	g_array_unref(latencies);
	return json_pack("{s:I, s:I, s:I, s:I, s:I}", "count", (json_int_t)summary.count, "mean_ns",
			 (json_int_t)summary.mean_ns, "p50_ns", (json_int_t)summary.p50_ns,
			 "p99_ns", (json_int_t)summary.p99_ns, "lost", (json_int_t)lost);
}

int swap_latency_read(json_t **swap_read)
{
	g_autoptr(GPtrArray) streams = merge_streams();
	uint64_t lost;
	int err = trace_read(&trace, event_take, streams, &lost);

	*swap_read = NULL;
	if (err)
		return error_prefix(err, "trace of swap reads");
	*swap_read = summary_json(streams, lost);
	return 0;
}

void swap_latency_clear(void)
{
	trace_clear(&trace);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Traces the swap device's reads by the block layer's tracepoints, in a tracefs instance. */
#include "host/swap_latency.h"

#include "host/knob.h"
#include "host/latency.h"
#include "host/trace_page.h"
#include "util/digits.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

/*
 * The tracepoints of bios. Those of requests (block_rq_issue) do not exist for devices of the
 * device mapper, and null_blk's own requests do not have the delay.
 */
#define INSTANCE  "/sys/kernel/tracing/instances/apfbench"
#define REQUESTED INSTANCE "/events/block/block_bio_queue"
#define COMPLETED INSTANCE "/events/block/block_bio_complete"

/* A read takes about 110 bytes: 150 000 reads per CPU. */
#define BUFFER_KB "16384"

struct trace {
	struct trace_layout requested, completed;
	GArray *stream; /* of struct latency_event: where the walk puts them */
};

int swap_latency_prepare(const struct swap *swap)
{
	/* The kernel's own dev_t, not that of user space. */
	g_autofree char *filter = g_strdup_printf("dev == %" PRIu32 " && rwbs ~ \"R*\"",
						  (uint32_t)(swap->major << 20 | swap->minor));
	const struct {
		const char *path, *value;
	} knobs[] = {
		{ INSTANCE "/tracing_on", "0" },
		/* One clock for all CPUs: a read may be completed on another. */
		{ INSTANCE "/trace_clock", "mono" },
		/* A full buffer drops the newest events, and counts them. */
		{ INSTANCE "/options/overwrite", "0" },
		{ INSTANCE "/buffer_size_kb", BUFFER_KB },
		{ REQUESTED "/filter", filter },
		{ COMPLETED "/filter", filter },
	};
	int err = fs_make_folder(INSTANCE);

	for (size_t i = 0; i < G_N_ELEMENTS(knobs) && !err; i++)
		err = knob_write(knobs[i].path, knobs[i].value);
	return err ? error_prefix(err, "trace of swap reads") : 0;
}

static int trace_switch(const char *on)
{
	int err = knob_write(REQUESTED "/enable", on);

	if (!err)
		err = knob_write(COMPLETED "/enable", on);
	if (!err)
		err = knob_write(INSTANCE "/tracing_on", on);
	return err;
}

int swap_latency_open(void)
{
	return trace_switch("1");
}

int swap_latency_close(void)
{
	return trace_switch("0");
}

static int layout_read(const char *path, struct trace_layout *layout)
{
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	return err ? err : trace_layout_parse(text, layout);
}

static void event_take(uint64_t time_ns, const unsigned char *data, size_t length, void *user)
{
	struct trace *trace = user;
	struct latency_event event = { .time_ns = time_ns };
	const struct trace_layout *layout;
	uint16_t id;

	if (length < sizeof(id))
		return;
	memcpy(&id, data, sizeof(id));
	event.completed = id == trace->completed.id;
	layout = event.completed ? &trace->completed : &trace->requested;
	if (id != layout->id || layout->sector_offset + sizeof(event.sector) > length)
		return;
	memcpy(&event.sector, data + layout->sector_offset, sizeof(event.sector));
	g_array_append_val(trace->stream, event);
}

static int cpu_read(struct trace *trace, const char *cpu)
{
	g_autofree char *path = g_build_filename(INSTANCE "/per_cpu", cpu, "trace_pipe_raw", NULL);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), err = 0;
	unsigned char page[4096];
	ssize_t length = 0;

	if (fd < 0)
		return error_sys(errno, "%s: cannot open it", path);
	while (!err && (length = read(fd, page, sizeof(page))) > 0)
		err = trace_page_walk(page, (size_t)length, event_take, trace);
	/* EAGAIN: all is read */
	if (!err && length < 0 && errno != EAGAIN)
		err = error_sys(errno, "cannot read it to its end");
	close(fd);
	return err ? error_prefix(err, "%s", path) : 0;
}

/* Events that did not fit into the CPU's buffer. */
static uint64_t cpu_lost(const char *cpu)
{
	g_autofree char *path = g_build_filename(INSTANCE "/per_cpu", cpu, "stats", NULL);
	g_autofree char *text = NULL;
	const char *dropped;
	uint64_t count = 0;

	if (fs_read(path, &text, NULL))
		return 0;
	dropped = strstr(text, "dropped events: ");
	if (dropped)
		(void)digits_parse(dropped + strlen("dropped events: "), &count, NULL);
	return count;
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
	g_autoptr(GPtrArray) streams =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	g_autoptr(GPtrArray) cpus = NULL;
	struct trace trace = { .stream = NULL };
	uint64_t lost = 0;
	int err = layout_read(REQUESTED "/format", &trace.requested);

	*swap_read = NULL;
	if (!err)
		err = layout_read(COMPLETED "/format", &trace.completed);
	if (!err)
		err = fs_list(INSTANCE "/per_cpu", &cpus);
	for (guint i = 0; !err && i < cpus->len; i++) {
		trace.stream = g_array_new(FALSE, FALSE, sizeof(struct latency_event));
		g_ptr_array_add(streams, trace.stream);
		err = cpu_read(&trace, g_ptr_array_index(cpus, i));
		lost += cpu_lost(g_ptr_array_index(cpus, i));
	}
	if (err)
		return error_prefix(err, "trace of swap reads");
	*swap_read = summary_json(streams, lost);
	return 0;
}

void swap_latency_clear(void)
{
	rmdir(INSTANCE);
}

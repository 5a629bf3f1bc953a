// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets up, switches and reads an instance of tracefs. */
#include "host/trace.h"

#include "host/knob.h"
#include "util/digits.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

/* One CPU's events on their way to the caller's function. */
struct walk {
	const struct trace *trace;
	unsigned int cpu;
	trace_take take;
	void *user;
};

static int instance_write(const struct trace *trace, const char *name, const char *value)
{
	g_autofree char *path = g_build_filename(trace->folder, name, NULL);

	return knob_write(path, value);
}

static char *event_path(const struct trace *trace, const struct trace_event *event,
			const char *name)
{
	return g_build_filename(trace->folder, "events", event->name, name, NULL);
}

static bool event_exists(const struct trace *trace, const struct trace_event *event)
{
	g_autofree char *path = event_path(trace, event, "enable");

	return fs_exists(path);
}

int trace_prepare(const struct trace *trace, const char *buffer_kb)
{
	const struct {
		const char *name, *value;
	} knobs[] = {
		{ "tracing_on", "0" },
		/* One clock for all CPUs: what begins on one may end on another. */
		{ "trace_clock", "mono" },
		/* A full buffer drops the newest events, and counts them. */
		{ "options/overwrite", "0" },
		{ "buffer_size_kb", buffer_kb },
	};
	int err = fs_make_folder(trace->folder);

	for (size_t i = 0; i < G_N_ELEMENTS(knobs) && !err; i++)
		err = instance_write(trace, knobs[i].name, knobs[i].value);
	return err;
}

int trace_filter(const struct trace *trace, const struct trace_event *event, const char *filter)
{
	g_autofree char *path = event_path(trace, event, "filter");

	return knob_write(path, filter);
}

int trace_switch(const struct trace *trace, bool on)
{
	const char *value = on ? "1" : "0";

	for (const struct trace_event *event = trace->events; event->name; event++) {
		g_autofree char *path = event_path(trace, event, "enable");
		int err = 0;

		if (!event->optional || event_exists(trace, event))
			err = knob_write(path, value);
		if (err)
			return err;
	}
	return instance_write(trace, "tracing_on", value);
}

static int layouts_read(const struct trace *trace)
{
	for (struct trace_event *event = trace->events; event->name; event++) {
		g_autofree char *path = event_path(trace, event, "format");
		g_autofree char *text = NULL;
		int err;

		if (event->optional && !event_exists(trace, event))
			continue;
		err = fs_read(path, &text, NULL);
		if (!err)
			err = trace_layout_parse(text, &event->layout);
		if (err)
			return error_prefix(err, "%s", event->name);
	}
	return 0;
}

static void event_visit(uint64_t time_ns, const unsigned char *data, size_t length, void *user)
{
	const struct walk *walk = user;
	const uint16_t id = trace_event_id(data, length);

	for (const struct trace_event *event = walk->trace->events; event->name; event++)
		if (id && event->layout.id == id) {
			walk->take(walk->cpu, time_ns, event, data, length, walk->user);
			return;
		}
}

static int cpu_read(struct walk *walk, const char *cpu)
{
	g_autofree char *path =
		g_build_filename(walk->trace->folder, "per_cpu", cpu, "trace_pipe_raw", NULL);
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), err = 0;
	unsigned char page[4096];
	ssize_t length = 0;

	if (fd < 0)
		return error_sys(errno, "%s: cannot open it", path);
	while (!err && (length = read(fd, page, sizeof(page))) > 0)
		err = trace_page_walk(page, (size_t)length, event_visit, walk);
	/* EAGAIN: all is read */
	if (!err && length < 0 && errno != EAGAIN)
		err = error_sys(errno, "cannot read it to its end");
	close(fd);
	return err ? error_prefix(err, "%s", path) : 0;
}

/* Events that did not fit into the CPU's buffer. */
static uint64_t cpu_lost(const struct trace *trace, const char *cpu)
{
	g_autofree char *path = g_build_filename(trace->folder, "per_cpu", cpu, "stats", NULL);
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

int trace_read(const struct trace *trace, trace_take take, void *user, uint64_t *lost)
{
	g_autofree char *folder = g_build_filename(trace->folder, "per_cpu", NULL);
	g_autoptr(GPtrArray) cpus = NULL;
	int err = layouts_read(trace);

	*lost = 0;
	if (!err)
		err = fs_list(folder, &cpus);
	for (guint i = 0; !err && i < cpus->len; i++) {
		const char *cpu = g_ptr_array_index(cpus, i);
		struct walk walk = { .trace = trace, .take = take, .user = user };
		uint64_t number;

		if (!g_str_has_prefix(cpu, "cpu") ||
		    !digits_parse(cpu + strlen("cpu"), &number, NULL))
			continue;
		walk.cpu = (unsigned int)number;
		err = cpu_read(&walk, cpu);
		*lost += cpu_lost(trace, cpu);
	}
	return err;
}

void trace_clear(const struct trace *trace)
{
	rmdir(trace->folder);
}

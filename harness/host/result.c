// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a run's result together. */
#include "host/result.h"

#include "host/kernel_log.h"

#include <glib.h>

/* Text from consoles may be anything; JSON is UTF-8. */
static json_t *text_json(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	return json_string(valid);
}

static json_t *texts_json(const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; texts && i < texts->len; i++)
		if (g_ptr_array_index(texts, i))
			json_array_append_new(array, text_json(g_ptr_array_index(texts, i)));
	return array;
}

static void set_or_null(json_t *object, const char *name, json_t *value)
{
	if (value)
		json_object_set(object, name, value);
	else
		json_object_set_new(object, name, json_null());
}

static void figures_set(json_t *result, const struct run *run)
{
	static const char *const stats[] = { "memory_stat", "memory_events", "cpu_stat",
					     "pressure" };
	json_t *memory_stat = json_object_get(run->stats, "memory_stat");

	if (run->counts)
		set_or_null(run->counts, "major_faults",
			    json_object_get(memory_stat, "pgmajfault"));
	set_or_null(result, "counters", run->counts);
	for (size_t i = 0; i < G_N_ELEMENTS(stats); i++)
		set_or_null(result, stats[i], json_object_get(run->stats, stats[i]));
	set_or_null(result, "swap_read", run->swap_read);
}

static json_t *span(uint64_t from, uint64_t to)
{
	return from && to ? json_integer((json_int_t)(to - from)) : json_null();
}

/*
 * Only the workload knows when it began to prepare: what it does not claim of the time up to
 * "ready" was the guest's boot.
 */
static json_t *phases_json(const struct run *run)
{
	const struct guest *guest = &run->guest;
	const uint64_t *reached = guest->reached_ns;
	uint64_t prepare = guest->workload->prepare_ns(guest->result);
	json_t *phases = json_object();
	uint64_t boot_end = prepare ? reached[WORKLOAD_READY] - prepare : 0;

	json_object_set_new(phases, "guest_boot_ns", span(guest->started_ns, boot_end));
	json_object_set_new(phases, "prefault_ns",
			    prepare ? json_integer((json_int_t)prepare) : json_null());
	json_object_set_new(phases, "window_ns",
			    span(reached[WORKLOAD_STARTED], run->window_end_ns));
	json_object_set_new(phases, "tail_ns", span(run->window_end_ns, reached[WORKLOAD_DONE]));
	return phases;
}

static json_t *log_json(const struct guest *guest)
{
	g_autoptr(GPtrArray) host = g_ptr_array_new_with_free_func(g_free);

	kernel_log_scan("/dev/kmsg", host);
	return json_pack("{s:o, s:o}", "host_bad", texts_json(host), "guest_bad",
			 texts_json(guest->bad));
}

static json_t *console_json(const struct guest *guest)
{
	json_t *lines = json_array();

	for (const GList *link = guest->console_last->head; link; link = link->next)
		json_array_append_new(lines, text_json(link->data));
	if (guest->console_partial->len)
		json_array_append_new(lines, text_json(guest->console_partial->str));
	return lines;
}

json_t *result_make(const struct run *run, const char *failure)
{
	const struct guest *guest = &run->guest;
	json_t *result = json_object();

	json_object_update(result, guest->result);
	figures_set(result, run);
	json_object_set_new(result, "phases", phases_json(run));
	json_object_set(result, "commands", run->commands);
	json_object_set_new(result, "qemu_version",
			    guest->qemu_version ? text_json(guest->qemu_version) : json_null());
	json_object_set_new(result, "qemu_command", texts_json(guest->command));
	json_object_set_new(result, "log", log_json(guest));
	if (run->balance)
		json_object_set(result, "balance", run->balance);
	if (run->series)
		json_object_set(result, "series", run->series);
	if (run->payload)
		json_object_set(result, "payload", run->payload);
	if (run->beside)
		json_object_set(result, "beside", run->beside);
	if (run->profiled)
		json_object_set(result, "profile", run->profiled);
	json_object_set_new(result, "failure", failure ? text_json(failure) : json_null());
	if (failure)
		json_object_set_new(result, "guest_console", console_json(guest));
	return result;
}

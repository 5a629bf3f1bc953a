// SPDX-License-Identifier: GPL-2.0-or-later
/* Checks a record's figures: a text in a count's place would enter a mean as 0. */
#include "record/range.h"

#include <glib.h>
#include <string.h>

/* Those of all workloads; each adds its own. */
static const struct workload_range ranges[] = {
	{ "determined.boot", 1, false },
	{ "determined.run", 1, false },
	{ "determined.seed", 0, false },
	{ "determined.boot_seed", 0, true },
	{ "determined.result.counters.async_tried", 0, true },
	{ "determined.result.counters.async_not_present", 0, true },
	{ "determined.result.counters.async_ready", 0, true },
	{ "determined.result.counters.async_repeated", 0, true },
	{ "determined.result.counters.async_completed", 0, true },
	{ "determined.result.counters.async_notified", 0, true },
	{ "determined.result.counters.halts", 0, true },
	{ "determined.result.counters.major_faults", 0, true },
	{ "determined.result.counters.vcpu_major_faults", 0, true },
	{ "determined.result.swap_read.count", 0, true },
	{ "determined.result.swap_read.lost", 0, true },
	{ "determined.result.swap_read.mean_ns", 0, true },
	{ "determined.result.swap_read.p50_ns", 0, true },
	{ "determined.result.swap_read.p99_ns", 0, true },
	{ "determined.result.balance.window_ns", 0, false },
	{ "determined.result.balance.lost", 0, true },
	{ "determined.result.balance.vcpus.[].guest_ns", 0, false },
	{ "determined.result.balance.vcpus.[].host_ns", 0, false },
	{ "determined.result.balance.vcpus.[].reclaim_ns", 0, false },
	{ "determined.result.balance.vcpus.[].blocked_ns", 0, false },
	{ "determined.result.balance.vcpus.[].halted_ns", 0, false },
	{ "determined.result.balance.vcpus.[].idle_ns", 0, false },
	{ "determined.result.balance.vcpus.[].runnable_ns", 0, false },
	{ "determined.result.balance.cpus.[].vcpus_ns", 0, false },
	{ "determined.result.balance.cpus.[].emulator_ns", 0, false },
	{ "determined.result.balance.cpus.[].kworkers_ns", 0, false },
	{ "determined.result.balance.cpus.[].reclaim_ns", 0, false },
	{ "determined.result.balance.cpus.[].ballast_ns", 0, false },
	{ "determined.result.balance.cpus.[].other_ns", 0, false },
	{ "determined.result.balance.cpus.[].idle_ns", 0, false },
	{ "determined.result.series.second.[].swap_ins", 0, false },
	{ "determined.result.series.second.[].async", 0, false },
	{ "determined.result.profile.hertz", 0, true },
	{ "determined.result.profile.lost", 0, true },
	{ "determined.result.profile.samples.[].samples", 0, false },
	{ "determined.result.profile.exits.[].count", 0, false },
	{ "determined.result.profile.exits.[].ns", 0, false },
	{ "determined.result.payload.status", -WORKLOAD_LARGEST, true },
	{ "determined.result.beside.status", -WORKLOAD_LARGEST, true },
	{ .path = NULL },
};

/* The way to a value from the record, from its end: written out only where there is a fault. */
struct step {
	const struct step *up; /* NULL: the record itself */
	const char *key;       /* NULL: a place in a list */
	size_t length, index;
};

static void way_append(GString *way, const struct step *step)
{
	if (!step)
		return;
	way_append(way, step->up);
	if (step->key)
		g_string_append_printf(way, "%s%.*s", step->up ? "." : "", (int)step->length,
				       step->key);
	else
		g_string_append_printf(way, "[%zu]", step->index);
}

/* "\"WAY\" WHAT". */
static char *fault_new(const struct step *step, const char *what)
{
	GString *fault = g_string_new("\"");

	way_append(fault, step);
	g_string_append_printf(fault, "\" %s", what);
	return g_string_free(fault, FALSE);
}

static char *value_fault(const struct workload_range *range, const char *rest, const json_t *value,
			 const struct step *way);

static char *list_fault(const struct workload_range *range, const char *rest, const json_t *list,
			const struct step *way)
{
	const json_t *value;
	char *fault = NULL;
	size_t i;

	if (!json_is_array(list))
		return fault_new(way, "is no list");
	json_array_foreach (list, i, value) {
		const struct step step = { .up = way, .index = i };

		fault = value_fault(range, rest, value, &step);
		if (fault)
			break;
	}
	return fault;
}

static char *member_fault(const struct workload_range *range, const char *rest,
			  const json_t *object, const struct step *way)
{
	size_t length = strcspn(rest, ".");
	const struct step step = { .up = way, .key = rest, .length = length };

	if (!json_is_object(object))
		return fault_new(way, "is no object");
	return value_fault(range, rest + length + (rest[length] == '.'),
			   json_object_getn(object, rest, length), &step);
}

static char *value_fault(const struct workload_range *range, const char *rest, const json_t *value,
			 const struct step *way)
{
	g_autofree char *what = NULL;

	if (*rest && (!value || json_is_null(value)))
		return NULL; /* then all below it is lacking */
	if (g_str_has_prefix(rest, "[]"))
		return list_fault(range, rest + 2 + (rest[2] == '.'), value, way);
	if (*rest)
		return member_fault(range, rest, value, way);
	if (!value || json_is_null(value))
		return range->may_lack ? NULL : fault_new(way, "is missing");
	if (json_is_integer(value) && json_integer_value(value) >= range->least &&
	    json_integer_value(value) <= WORKLOAD_LARGEST)
		return NULL;
	what = g_strdup_printf("is no whole number from %" JSON_INTEGER_FORMAT
			       " to %" JSON_INTEGER_FORMAT,
			       range->least, (json_int_t)WORKLOAD_LARGEST);
	return fault_new(way, what);
}

static char *table_fault(const struct workload_range *rows, const json_t *record)
{
	char *fault = NULL;

	for (; !fault && rows->path; rows++)
		fault = value_fault(rows, rows->path, record, NULL);
	return fault;
}

char *range_fault(const json_t *record, const struct workload *workload)
{
	char *fault = table_fault(ranges, record);

	if (!fault)
		fault = table_fault(workload->ranges, record);
	return fault || !workload->fault
		       ? fault
		       : workload->fault(
				 json_object_get(json_object_get(record, "determined"), "result"));
}

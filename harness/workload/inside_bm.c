// SPDX-License-Identifier: GPL-2.0-or-later
/* bm in the guest: its options and its lines. */
#include "workload/inside.h"

#include "util/digits.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>

static char *arguments(const struct inside *settings)
{
	GString *line = g_string_new(NULL);

	g_string_append_printf(
		line, "-f %" PRIu64 " -w %" PRIu64 " -m %" PRIu64 " --gate --json /dev/ttyS1",
		settings->faulting, settings->working, settings->array);
	if (strcmp(settings->layout, "packed"))
		g_string_append_printf(line, " --layout %s", settings->layout);
	if (strcmp(settings->fill, "zero"))
		g_string_append_printf(line, " --fill %s", settings->fill);
	if (settings->interval)
		g_string_append_printf(line, " --interval %" PRIu64, settings->interval);
	return g_string_free(line, FALSE);
}

static json_t *result_new(void)
{
	return json_pack("{s:n, s:[], s:n, s:n}", "work", "workers", "bm", "bm_status");
}

/* A decimal number and nothing behind it. */
static bool number_parse(const char *text, uint64_t *value)
{
	const char *rest;

	return digits_parse(text, value, &rest) && !*rest;
}

static bool value_follows(const char *line, const char *prefix, uint64_t *value)
{
	return g_str_has_prefix(line, prefix) && number_parse(line + strlen(prefix), value);
}

static bool is_worker(const char *line, uint64_t *value)
{
	const char *colon = strchr(line, ':');
	g_autofree char *index = NULL;
	uint64_t number;

	if (!colon || colon[1] != ' ' || !g_str_has_prefix(line, "worker "))
		return false;
	index = g_strndup(line + strlen("worker "), (gsize)(colon - line) - strlen("worker "));
	return number_parse(index, &number) && number_parse(colon + 2, value);
}

static bool is_end(const char *line, uint64_t *status)
{
	if (value_follows(line, "bm: exit status ", status))
		return true;
	if (!value_follows(line, "bm: killed by signal ", status))
		return false;
	*status += 128;
	return true;
}

/* bm's own JSON if the line is that (an object with "schema_version"), else NULL. */
static json_t *json_parse(const char *line)
{
	json_t *json = line[0] == '{' ? json_loads(line, JSON_REJECT_DUPLICATES, NULL) : NULL;

	if (json && json_is_integer(json_object_get(json, "schema_version")))
		return json;
	json_decref(json);
	return NULL;
}

static void number_set(json_t *result, const char *key, uint64_t value)
{
	json_object_set_new(result, key, json_integer((json_int_t)value));
}

static enum workload_step line_take(json_t *result, const char *line, bool is_port,
				    uint64_t *status)
{
	const bool has_json = !json_is_null(json_object_get(result, "bm"));
	json_t *json = is_port && !has_json ? json_parse(line) : NULL;
	uint64_t value;

	if (json) {
		json_object_set_new(result, "bm", json);
	} else if (!strcmp(line, "ready")) {
		return WORKLOAD_READY;
	} else if (!strcmp(line, "start")) {
		return WORKLOAD_STARTED;
	} else if (is_worker(line, &value)) {
		json_array_append_new(json_object_get(result, "workers"),
				      json_integer((json_int_t)value));
	} else if (value_follows(line, "total: ", &value)) {
		number_set(result, "work", value);
		return WORKLOAD_DONE;
	} else if (is_end(line, status)) {
		number_set(result, "bm_status", *status);
		return WORKLOAD_ENDED;
	}
	return WORKLOAD_STEPS;
}

static uint64_t prepare_ns(const json_t *result)
{
	const json_t *prefault = json_object_get(json_object_get(result, "bm"), "prefault_ns");

	return (uint64_t)MAX(json_integer_value(prefault), 0);
}

const struct workload_inside workload_inside_bm = {
	.name = "bm",
	.steps = {
		[WORKLOAD_READY] = "was ready (bm's array prefaulted)",
		[WORKLOAD_STARTED] = "started the window",
		[WORKLOAD_DONE] = "printed its total",
		[WORKLOAD_ENDED] = "handed over bm's record",
	},
	.arguments = arguments,
	.result_new = result_new,
	.line_take = line_take,
	.prepare_ns = prepare_ns,
};

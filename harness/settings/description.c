// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description as the runner reads it. */
#include "settings/description.h"

#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <jansson.h>
#include <string.h>

#define AT(field) offsetof(struct inside, field)
#define MIB	  (UINT64_C(1) << 20)
#define GIB	  (UINT64_C(1) << 30)

const struct inside_row inside_table[] = {
	{ "container", INSIDE_NUMBER, AT(container), 512 * MIB, NULL },
	{ "cgroup", INSIDE_TEXT, AT(cgroup), 0, "v2" },
	{ "swap", INSIDE_NUMBER, AT(swap), 3 * GIB, NULL },
	{ "read_latency", INSIDE_NUMBER, AT(read_latency), 8, NULL },
	{ "page_cluster", INSIDE_NUMBER, AT(page_cluster), 3, NULL },
	{ "transparent_hugepage", INSIDE_TEXT, AT(transparent_hugepage), 0, "never" },
	{ "vcpus", INSIDE_NUMBER, AT(vcpus), 4, NULL },
	{ "guest_memory", INSIDE_NUMBER, AT(guest_memory), 2 * GIB, NULL },
	{ "guest_parameters", INSIDE_TEXT, AT(guest_parameters), 0, "" },
	{ "workload", INSIDE_TEXT, AT(workload), 0, "bm" },
	{ "faulting", INSIDE_NUMBER, AT(faulting), 4, NULL },
	{ "working", INSIDE_NUMBER, AT(working), 4, NULL },
	{ "array", INSIDE_NUMBER, AT(array), GIB, NULL },
	{ "seconds", INSIDE_NUMBER, AT(seconds), 60, NULL },
	{ "layout", INSIDE_TEXT, AT(layout), 0, "packed" },
	{ "fill", INSIDE_TEXT, AT(fill), 0, "zero" },
	{ "placement", INSIDE_TEXT, AT(placement), 0, "free" },
	{ "interval", INSIDE_NUMBER, AT(interval), 0, NULL },
	{ "payload", INSIDE_TEXT, AT(payload), 0, "bm" },
	{ "beside", INSIDE_TEXT, AT(beside), 0, "none" },
	{ "counters", INSIDE_SWITCH, AT(counters), true, NULL },
	{ "ballast", INSIDE_SWITCH, AT(ballast), true, NULL },
	{ "turns", INSIDE_NUMBER, AT(turns), 1024, NULL },
	{ .name = NULL },
};

static const char *const members[] = { "boot_seed", "seed",	"snapshot", "traced",
				       "profiled",  "settings", NULL };

static void *value_of(struct inside *inside, const struct inside_row *row)
{
	return (char *)inside + row->offset;
}

void inside_init(struct inside *inside)
{
	memset(inside, 0, sizeof(*inside));
	for (const struct inside_row *row = inside_table; row->name; row++)
		if (row->type == INSIDE_TEXT)
			*(char **)value_of(inside, row) = g_strdup(row->initial);
		else if (row->type == INSIDE_SWITCH)
			*(bool *)value_of(inside, row) = row->number;
		else
			*(uint64_t *)value_of(inside, row) = row->number;
}

void inside_clear(struct inside *inside)
{
	for (const struct inside_row *row = inside_table; row->name; row++)
		if (row->type == INSIDE_TEXT)
			g_free(*(char **)value_of(inside, row));
	memset(inside, 0, sizeof(*inside));
}

bool inside_has_guest(const struct inside *inside)
{
	return !strcmp(inside->payload, "bm");
}

bool inside_has_beside(const struct inside *inside)
{
	return strcmp(inside->beside, "none") != 0;
}

void description_clear(struct description *description)
{
	inside_clear(&description->settings);
}

static int members_check(json_t *json)
{
	const char *key;
	json_t *value;

	json_object_foreach (json, key, value)
		if (!g_strv_contains(members, key))
			return error_set(EINVAL, "run description: there is no \"%s\"", key);
	return 0;
}

static int seed_read(const json_t *json, const char *key, uint64_t *seed)
{
	const json_t *value = json_object_get(json, key);

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return error_set(EINVAL, "run description: \"%s\" is not a whole number", key);
	*seed = (uint64_t)json_integer_value(value);
	return 0;
}

static int switch_read(const json_t *value, const char *key, bool *on)
{
	if (!json_is_boolean(value))
		return error_set(EINVAL, "run description: \"%s\" is not a switch", key);
	*on = json_is_true(value);
	return 0;
}

static int value_read(struct inside *inside, const struct inside_row *row, const json_t *json)
{
	void *value = value_of(inside, row);

	if (row->type == INSIDE_SWITCH && json_is_boolean(json)) {
		*(bool *)value = json_is_true(json);
	} else if (row->type == INSIDE_TEXT && json_is_string(json)) {
		g_free(*(char **)value);
		*(char **)value = g_strdup(json_string_value(json));
	} else if (row->type == INSIDE_NUMBER && json_is_integer(json) &&
		   json_integer_value(json) >= 0) {
		*(uint64_t *)value = (uint64_t)json_integer_value(json);
	} else {
		return error_set(EINVAL,
				 "run description: settings: \"%s\" has a value of the wrong type",
				 row->name);
	}
	return 0;
}

/* Those that are not there keep their defaults. */
static int settings_read(struct inside *inside, json_t *json)
{
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return error_set(EINVAL, "run description: \"settings\" is missing");
	json_object_foreach (json, key, value) {
		const struct inside_row *row = inside_table;
		int err;

		while (row->name && strcmp(row->name, key))
			row++;
		if (!row->name)
			return error_set(EINVAL, "run description: settings: there is no \"%s\"",
					 key);
		err = value_read(inside, row, value);
		if (err)
			return err;
	}
	return 0;
}

static int members_read(json_t *json, struct description *description)
{
	const json_t *traced = json_object_get(json, "traced");
	const json_t *profiled = json_object_get(json, "profiled");
	int err = members_check(json);

	if (!err)
		err = seed_read(json, "boot_seed", &description->boot_seed);
	if (!err)
		err = seed_read(json, "seed", &description->seed);
	if (!err)
		err = switch_read(json_object_get(json, "snapshot"), "snapshot",
				  &description->snapshot);
	if (!err && traced)
		err = switch_read(traced, "traced", &description->traced);
	if (!err && profiled)
		err = switch_read(profiled, "profiled", &description->profiled);
	return err ? err : settings_read(&description->settings, json_object_get(json, "settings"));
}

int description_read(const char *text, size_t length, struct description *description)
{
	json_error_t where;
	json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
	int err;

	if (!json)
		return error_set(EINVAL, "run description: byte %d: %s", where.position,
				 where.text);
	memset(description, 0, sizeof(*description));
	inside_init(&description->settings);
	err = members_read(json, description);
	if (err)
		description_clear(description);
	json_decref(json);
	return err;
}

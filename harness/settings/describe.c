// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the run description as JSON of a fixed length. */
#include "settings/describe.h"

#include "settings/settings_program.h"
#include "util/error.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

void inside_take(const struct settings *settings, struct inside *inside)
{
	json_t *json = settings_json(settings, false);

	/* What the adapter says for a program are bm's lines. */
	if (settings_program_is(settings->workload))
		json_object_del(json, "workload");
	inside_init(inside);
	for (const struct inside_row *row = inside_table; row->name; row++) {
		const json_t *value = json_object_get(json, row->name);
		void *place = (char *)inside + row->offset;

		if (!value) {
			continue; /* the default */
		} else if (row->type == INSIDE_SWITCH) {
			*(bool *)place = json_is_true(value);
		} else if (row->type == INSIDE_NUMBER) {
			/* null, "none", is 0 */
			*(uint64_t *)place = (uint64_t)json_integer_value(value);
		} else {
			g_free(*(char **)place);
			*(char **)place = g_strdup(json_string_value(value));
		}
	}
	json_decref(json);
}

/* NULL if it is the default. */
static json_t *value_json(const struct inside *inside, const struct inside_row *row)
{
	const void *place = (const char *)inside + row->offset;

	if (row->type == INSIDE_SWITCH) {
		const bool on = *(const bool *)place;

		return on == row->number ? NULL : json_boolean(on);
	}
	if (row->type == INSIDE_NUMBER) {
		const uint64_t number = *(const uint64_t *)place;

		return number == row->number ? NULL : json_integer((json_int_t)number);
	}
	return strcmp(*(char *const *)place, row->initial) ? json_string(*(char *const *)place)
							   : NULL;
}

static json_t *inside_json(const struct inside *inside)
{
	json_t *json = json_object();

	for (const struct inside_row *row = inside_table; row->name; row++) {
		json_t *value = value_json(inside, row);

		if (value)
			json_object_set_new(json, row->name, value);
	}
	return json;
}

int description_write(const struct description *description, char buffer[DESCRIPTION_SIZE])
{
	json_t *json =
		json_pack("{s:I, s:I, s:b, s:o}", "boot_seed", (json_int_t)description->boot_seed,
			  "seed", (json_int_t)description->seed, "snapshot", description->snapshot,
			  "settings", inside_json(&description->settings));
	size_t length;

	/* Other runs' descriptions, bytes of the host's memory, stay as they are. */
	if (description->traced)
		json_object_set_new(json, "traced", json_true());
	if (description->profiled)
		json_object_set_new(json, "profiled", json_true());
	memset(buffer, ' ', DESCRIPTION_SIZE);
	length = json_dumpb(json, buffer, DESCRIPTION_SIZE, JSON_COMPACT);
	json_decref(json);
	if (length > DESCRIPTION_SIZE)
		return error_set(E2BIG,
				 "run description: %zu bytes are more than %d: shorten the "
				 "guest's parameters or the payload's name",
				 length, DESCRIPTION_SIZE);
	return 0;
}

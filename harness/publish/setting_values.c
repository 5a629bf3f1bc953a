// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects what experiment.json says of each setting. */
#include "publish/setting_values.h"

#include "experiment/experiment.h"
#include "util/units.h"

#include <string.h>

#define UNKNOWN "-" /* no setup says it, as in older campaigns */

static char *list_text(const json_t *list)
{
	GString *text = g_string_new(NULL);
	const json_t *value;
	size_t i;

	json_array_foreach (list, i, value) {
		const char *word = json_string_value(value);

		g_string_append_printf(text, "%s%s", i ? " " : "", word ? word : "-");
	}
	return g_string_free(text, FALSE);
}

/* "none" for null, which a size without a limit is, and for what is empty. */
static char *value_text(const struct setting *setting, const json_t *value)
{
	const json_int_t number = json_integer_value(value);

	if (json_is_integer(value))
		return setting->type == SETTING_SIZE && number >= 0
			       ? units_size_text((uint64_t)number)
			       : g_strdup_printf("%" JSON_INTEGER_FORMAT, number);
	if (json_is_boolean(value))
		return g_strdup(json_is_true(value) ? "true" : "false");
	if (json_array_size(value))
		return list_text(value);
	if (json_is_real(value) || json_is_object(value))
		return g_strdup("(no value that a setting can have)");
	return g_strdup(json_string_length(value) ? json_string_value(value) : "none");
}

/* Puts text, which is taken over, at the end of list unless it is there. NULL is ignored. */
static void once_add(GPtrArray *list, char *text)
{
	if (text && !g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
		g_ptr_array_add(list, text);
	else
		g_free(text);
}

static bool has_guests(const json_t *setups)
{
	const json_t *setup;
	size_t i;

	json_array_foreach (setups, i, setup)
		if (!experiment_json_is_payload(setup))
			return true;
	return false;
}

char *setting_values(const json_t *experiment, const char *setting)
{
	const json_t *setups = json_object_get(experiment, "setups"), *setup;
	const struct setting *row = setting_find(setting);
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	const bool guests = has_guests(setups);
	size_t i;

	json_array_foreach (setups, i, setup) {
		const json_t *settings = json_object_get(setup, "settings");
		const json_t *value = json_object_get(settings, setting);

		if (value && (!guests || !experiment_json_is_payload(setup)))
			once_add(texts, value_text(row, value));
	}
	if (!texts->len)
		return g_strdup(UNKNOWN);
	g_ptr_array_add(texts, NULL);
	return g_strjoinv(", ", (char **)texts->pdata);
}

struct table *setting_values_table(const json_t *experiment)
{
	static const struct column columns[] = {
		{ "setting", "setting", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "values", "value", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "help", "what it is", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table = table_new("settings", columns, G_N_ELEMENTS(columns));

	table->heading = g_strdup("Settings; more than one value where setups differ");
	for (const struct setting *row = setting_table; row->name; row++) {
		g_autofree char *values = setting_values(experiment, row->name);

		if (!strcmp(values, UNKNOWN))
			continue;
		table_text(table, row->name);
		table_text(table, values);
		table_text(table, row->help);
	}
	return table;
}

GPtrArray *setting_values_commands(const json_t *experiment, const struct workload *workload)
{
	GPtrArray *commands = g_ptr_array_new_with_free_func(g_free);
	const json_t *setups = json_object_get(experiment, "setups"), *setup;
	size_t i;

	json_array_foreach (setups, i, setup)
		if (workload->command && !experiment_json_is_payload(setup))
			once_add(commands, workload->command(json_object_get(setup, "settings")));
	return commands;
}

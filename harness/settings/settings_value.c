// SPDX-License-Identifier: GPL-2.0-or-later
/* The values of settings: defaults, set from text, printed, copied, freed. */
#include "settings/settings.h"

#include "settings/settings_files.h"
#include "util/error.h"
#include "util/units.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>

static const void *value_at(const struct settings *settings, const struct setting *setting)
{
	return (const char *)settings + setting->offset;
}

static void *value_of(struct settings *settings, const struct setting *setting)
{
	return (char *)settings + setting->offset;
}

static int size_set(const struct setting *setting, const char *text, uint64_t *value)
{
	uint64_t bytes = 0;
	int err = 0;

	if (!setting->choices || strcmp(text, setting->choices))
		err = units_size(setting->name, text, setting->min, setting->max, &bytes);
	if (err && setting->choices)
		return error_set(EINVAL, "%s, nor \"%s\"", error_text(), setting->choices);
	if (!err)
		*value = bytes;
	return err;
}

static int choice_check(const struct setting *setting, const char *text)
{
	g_auto(GStrv) names = g_strsplit(setting->choices, "|", -1);
	const char *near;

	if (g_strv_contains((const char *const *)names, text))
		return 0;
	near = units_nearest(text, (const char *const *)names);
	return error_set(EINVAL, "%s: \"%s\" is none of %s%s%s%s", setting->name, text,
			 setting->choices, near ? " (did you mean " : "", near ? near : "",
			 near ? "?)" : "");
}

/* Kernel parameters: one line of ASCII, none of which the kernel passes to init. */
static int text_check(const struct setting *setting, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (const char *c = text; *c; c++)
		if (!g_ascii_isprint(*c))
			return error_set(EINVAL,
					 "%s: character %td (code %u) is not printable ASCII",
					 setting->name, c - text + 1, (unsigned char)*c);
	if (strlen(text) > setting->max)
		return error_set(EINVAL, "%s: %zu characters are more than %" PRIu64, setting->name,
				 strlen(text), setting->max);
	if (g_strv_contains((const char *const *)words, "--"))
		return error_set(EINVAL,
				 "%s: a kernel passes what follows \"--\" to init: remove it",
				 setting->name);
	return 0;
}

static int owned_set(const struct setting *setting, const char *text, char **value)
{
	int err;

	if (setting->type == SETTING_PATH)
		err = settings_path_check(setting, text);
	else if (setting->type == SETTING_FILES)
		err = settings_files_check(setting, text);
	else if (setting->type == SETTING_WORKLOAD)
		err = settings_workload_check(setting, text);
	else
		err = setting->type == SETTING_CHOICE ? choice_check(setting, text)
						      : text_check(setting, text);
	if (!err) {
		g_free(*value);
		*value = g_strdup(text);
	}
	return err;
}

static int number_set(const struct setting *setting, const char *text, uint64_t *value)
{
	uint64_t number;
	int err = units_number(setting->name, text, setting->min, setting->max, &number);

	if (!err)
		*value = number;
	return err;
}

int settings_set(struct settings *settings, const struct setting *setting, const char *text)
{
	void *value = value_of(settings, setting);

	switch (setting->type) {
	case SETTING_NUMBER:
		return number_set(setting, text, value);
	case SETTING_SIZE:
		return size_set(setting, text, value);
	case SETTING_SWITCH:
		return units_switch(setting->name, text, value);
	case SETTING_CHOICE:
	case SETTING_TEXT:
	case SETTING_WORKLOAD:
	case SETTING_PATH:
	case SETTING_FILES:
		break;
	}
	return owned_set(setting, text, value);
}

static bool owns_text(const struct setting *setting)
{
	return setting->type == SETTING_CHOICE || setting->type == SETTING_TEXT ||
	       setting->type == SETTING_WORKLOAD || setting->type == SETTING_PATH ||
	       setting->type == SETTING_FILES;
}

static char **text_at(struct settings *settings, const struct setting *setting)
{
	return (char **)((char *)settings + setting->offset);
}

void settings_init(struct settings *settings)
{
	memset(settings, 0, sizeof(*settings));
	for (const struct setting *row = setting_table; row->name; row++) {
		int err = settings_set(settings, row, row->initial);

		g_assert(!err); /* a default that its own row refuses */
	}
}

void settings_copy(struct settings *to, const struct settings *from)
{
	*to = *from;
	for (const struct setting *row = setting_table; row->name; row++)
		if (owns_text(row))
			*text_at(to, row) = g_strdup(*text_at(to, row));
}

void settings_clear(struct settings *settings)
{
	for (const struct setting *row = setting_table; row->name; row++)
		if (owns_text(row))
			g_free(*text_at(settings, row));
	memset(settings, 0, sizeof(*settings));
}

char *settings_get(const struct settings *settings, const struct setting *setting)
{
	const void *value = value_at(settings, setting);
	uint64_t number;

	switch (setting->type) {
	case SETTING_NUMBER:
		return g_strdup_printf("%" PRIu64, *(const uint64_t *)value);
	case SETTING_SIZE:
		number = *(const uint64_t *)value;
		return !number && setting->choices ? g_strdup(setting->choices)
						   : units_size_text(number);
	case SETTING_SWITCH:
		return g_strdup(*(const bool *)value ? "true" : "false");
	case SETTING_CHOICE:
	case SETTING_TEXT:
	case SETTING_WORKLOAD:
	case SETTING_PATH:
	case SETTING_FILES:
		break;
	}
	return g_strdup(*(char *const *)value);
}

static json_t *value_json(const struct settings *settings, const struct setting *setting)
{
	const void *value = value_at(settings, setting);
	uint64_t number;

	switch (setting->type) {
	case SETTING_NUMBER:
	case SETTING_SIZE:
		number = *(const uint64_t *)value;
		return !number && setting->choices ? json_null() : json_integer((json_int_t)number);
	case SETTING_SWITCH:
		return json_boolean(*(const bool *)value);
	case SETTING_PATH:
		return settings_path_json(setting, *(char *const *)value);
	case SETTING_FILES:
		return settings_files_json(*(char *const *)value);
	case SETTING_WORKLOAD:
		return settings_workload_json(*(char *const *)value);
	case SETTING_CHOICE:
	case SETTING_TEXT:
		break;
	}
	return json_string(*(char *const *)value);
}

/* The first records have neither: a default in new ones would make them look different. */
static bool is_later(const struct setting *row)
{
	return row->type == SETTING_WORKLOAD || !strcmp(row->name, "guest_files");
}

static bool is_said(const struct setting *row, bool only_prepared, bool differs)
{
	if (only_prepared && !row->prepared)
		return false;
	return differs || (!only_prepared && !is_later(row));
}

json_t *settings_json(const struct settings *settings, bool only_prepared)
{
	json_t *json = json_object();
	struct settings defaults;

	settings_init(&defaults);
	for (const struct setting *row = setting_table; row->name; row++) {
		json_t *value = value_json(settings, row), *initial = value_json(&defaults, row);

		if (is_said(row, only_prepared, !json_equal(value, initial)))
			json_object_set(json, row->name, value);
		json_decref(value);
		json_decref(initial);
	}
	settings_clear(&defaults);
	return json;
}

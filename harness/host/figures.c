// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the kernel's text files of figures. */
#include "host/figures.h"

#include "util/digits.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Ends and starts of names that count events; everything else is a level. */
static const char *const count_endings[] = { "_usec", "_periods", "_throttled", "_bursts", NULL };
static const char *const count_beginnings[] = {
	"pg",	    "workingset_",	 "thp_", "zswpin", "zswpout",
	"total_pg", "total_workingset_", "nr_", /* cpu.stat's periods and throttles */
	NULL,
};
/* memory.events: all of them, by their whole names. */
static const char *const count_names[] = { "low",      "high",		 "max", "oom",
					   "oom_kill", "oom_group_kill", NULL };

bool figures_is_count(const char *name)
{
	if (g_strv_contains(count_names, name))
		return true;
	for (size_t i = 0; count_endings[i]; i++)
		if (g_str_has_suffix(name, count_endings[i]))
			return true;
	for (size_t i = 0; count_beginnings[i]; i++)
		if (g_str_has_prefix(name, count_beginnings[i]))
			return true;
	return false;
}

static bool number_parse(const char *text, json_int_t *value)
{
	const char *rest;
	uint64_t number;

	if (!digits_parse(text, &number, &rest))
		return false;
	*value = (json_int_t)number;
	return !*rest && *value >= 0;
}

json_t *figures_flat(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	json_t *figures = json_object();

	for (size_t i = 0; lines[i]; i++) {
		char *blank = strchr(lines[i], ' ');
		json_int_t value;

		if (!lines[i][0])
			continue;
		if (!blank || blank == lines[i] || !number_parse(blank + 1, &value)) {
			json_decref(figures);
			return NULL;
		}
		*blank = '\0';
		json_object_set_new(figures, lines[i], json_integer(value));
	}
	return figures;
}

json_t *figures_pressure(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	json_t *figures = json_object();

	for (size_t i = 0; lines[i]; i++) {
		const char *total = strstr(lines[i], " total=");
		char *blank = strchr(lines[i], ' ');
		json_int_t value;

		if (!total || !blank || !number_parse(total + strlen(" total="), &value))
			continue;
		*blank = '\0';
		g_autofree char *name = g_strdup_printf("%s_usec", lines[i]);

		json_object_set_new(figures, name, json_integer(value));
	}
	if (json_object_size(figures))
		return figures;
	json_decref(figures);
	return NULL;
}

json_t *figures_difference(const json_t *before, const json_t *after)
{
	/* The cast is for iterating only: nothing is changed. */
	json_t *figures = (json_t *)after;
	json_t *difference;

	if (!json_is_object(before) || !json_is_object(after))
		return NULL;
	difference = json_object();
	for (void *at = json_object_iter(figures); at; at = json_object_iter_next(figures, at)) {
		const char *name = json_object_iter_key(at);
		json_int_t figure = json_integer_value(json_object_iter_value(at));

		if (figures_is_count(name))
			figure -= json_integer_value(json_object_get(before, name));
		json_object_set_new(difference, name, json_integer(figure));
	}
	return difference;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* How two experiments, or two descriptions of a run, differ. */
#include "experiment/experiment.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 120

/* A value as compact JSON, shortened if it is long; "(missing)" for NULL. Free with g_free(). */
static char *value_text(const json_t *value)
{
	char *dump, *text;

	if (!value)
		return g_strdup("(missing)");
	dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
	text = strlen(dump) > TEXT_MAX ? g_strdup_printf("%.*s...", TEXT_MAX, dump)
				       : g_strdup(dump);
	free(dump);
	return text;
}

/* Shown in tables only: no run depends on them. */
static const char *const presentation[] = { "name", "title", "baseline", "reference", NULL };

/* An older side lacks settings that came later: it ran with their defaults. */
static bool is_default(const char *path, const json_t *value)
{
	const char *name = strrchr(path, '.');
	struct settings defaults;
	json_t *json;
	bool equal;

	if (!name || (!strstr(path, ".settings.") && !g_str_has_prefix(path, "settings.")))
		return false;
	settings_init(&defaults);
	json = settings_json(&defaults, false);
	equal = json_equal(json_object_get(json, name + 1), value);
	json_decref(json);
	settings_clear(&defaults);
	return equal;
}

static void difference_add(GString *lines, const char *path, const json_t *old, const json_t *now)
{
	g_autofree char *before = value_text(old), *after = value_text(now);

	if ((!old && is_default(path, now)) || (!now && is_default(path, old)))
		return;
	if (!g_strv_contains(presentation, path) && !g_str_has_prefix(path, "axis"))
		g_string_append_printf(lines, "%s: %s -> %s\n", path, before, after);
}

static void values_walk(GString *lines, const char *path, const json_t *old, const json_t *now);

static char *path_join(const char *path, const char *key)
{
	return path[0] ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);
}

static void objects_walk(GString *lines, const char *path, const json_t *old, const json_t *now)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)old, key, value) {
		g_autofree char *below = path_join(path, key);

		values_walk(lines, below, value, json_object_get(now, key));
	}
	json_object_foreach ((json_t *)now, key, value) {
		g_autofree char *below = path_join(path, key);

		if (!json_object_get(old, key))
			values_walk(lines, below, NULL, value);
	}
}

static const char *element_name(const json_t *element)
{
	return json_string_value(json_object_get(element, "name"));
}

/* The counterpart in array of an element that is at index in the other array, or NULL. */
static const json_t *element_partner(const json_t *array, const json_t *element, size_t index)
{
	const char *name = element_name(element);
	const json_t *other;

	if (!name)
		return json_array_get(array, index);
	json_array_foreach (array, index, other)
		if (!g_strcmp0(element_name(other), name))
			return other;
	return NULL;
}

static char *element_path(const char *path, const json_t *element, size_t index)
{
	const char *name = element_name(element);

	return name ? path_join(path, name) : g_strdup_printf("%s[%zu]", path, index);
}

static void arrays_walk(GString *lines, const char *path, const json_t *old, const json_t *now)
{
	const json_t *element;
	size_t i;

	json_array_foreach (old, i, element) {
		g_autofree char *below = element_path(path, element, i);

		values_walk(lines, below, element, element_partner(now, element, i));
	}
	json_array_foreach (now, i, element) {
		g_autofree char *below = element_path(path, element, i);

		if (!element_partner(old, element, i))
			values_walk(lines, below, NULL, element);
	}
}

/*
 * Paths are dotted ("settings.seconds", "workers[2]"). Elements of arrays are paired by their
 * member "name" if they are objects that have one, else by index. The order of an object's keys
 * does not matter. 1 and 1.0 differ. old or now is NULL where only the other has the path.
 */
static void values_walk(GString *lines, const char *path, const json_t *old, const json_t *now)
{
	if (json_is_object(old) && json_is_object(now))
		objects_walk(lines, path, old, now);
	else if (json_is_array(old) && json_is_array(now))
		arrays_walk(lines, path, old, now);
	else if (!old || !now || !json_equal(old, now))
		difference_add(lines, path, old, now);
}

char *experiment_difference(const json_t *old, const json_t *now)
{
	GString *lines = g_string_new(NULL);

	values_walk(lines, "", old, now);
	return g_string_free(lines, FALSE);
}

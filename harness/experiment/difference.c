// SPDX-License-Identifier: GPL-2.0-or-later
/* The walk over two JSON values, and what it says about two experiments. */
#include "experiment/difference.h"

#include "experiment/experiment.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 120

static char *path_join(const char *path, const char *key)
{
	return path[0] ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);
}

static bool objects_walk(const char *path, const json_t *a, const json_t *b, difference_visit visit,
			 void *data)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)a, key, value) {
		g_autofree char *below = path_join(path, key);

		if (!difference_walk(below, value, json_object_get(b, key), visit, data))
			return false;
	}
	json_object_foreach ((json_t *)b, key, value) {
		g_autofree char *below = path_join(path, key);

		if (!json_object_get(a, key) && !difference_walk(below, NULL, value, visit, data))
			return false;
	}
	return true;
}

static const char *element_name(const json_t *element)
{
	return json_string_value(json_object_get(element, "name"));
}

/* The element of array that stands for `element`, which is at index in the other array. */
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

static bool arrays_walk(const char *path, const json_t *a, const json_t *b, difference_visit visit,
			void *data)
{
	const json_t *element;
	size_t i;

	json_array_foreach (a, i, element) {
		g_autofree char *below = element_path(path, element, i);

		if (!difference_walk(below, element, element_partner(b, element, i), visit, data))
			return false;
	}
	json_array_foreach (b, i, element) {
		g_autofree char *below = element_path(path, element, i);

		if (!element_partner(a, element, i) &&
		    !difference_walk(below, NULL, element, visit, data))
			return false;
	}
	return true;
}

bool difference_walk(const char *path, const json_t *a, const json_t *b, difference_visit visit,
		     void *data)
{
	if (json_is_object(a) && json_is_object(b))
		return objects_walk(path, a, b, visit, data);
	if (json_is_array(a) && json_is_array(b))
		return arrays_walk(path, a, b, visit, data);
	if (a && b && json_equal(a, b))
		return true;
	return visit(path, a, b, data);
}

char *difference_text(const json_t *value)
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

/* What tables show and no run depends on. */
static const char *const presentation[] = { "name", "title", "baseline", "reference", NULL };

/* A setting that only one side knows, as the other is older: its default is what was done. */
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

static bool experiment_visit(const char *path, const json_t *old, const json_t *now, void *data)
{
	g_autofree char *before = difference_text(old), *after = difference_text(now);

	if ((!old && is_default(path, now)) || (!now && is_default(path, old)))
		return true;
	if (!g_strv_contains(presentation, path) && !g_str_has_prefix(path, "axis"))
		g_string_append_printf(data, "%s: %s -> %s\n", path, before, after);
	return true;
}

char *experiment_difference(const json_t *old, const json_t *now)
{
	GString *lines = g_string_new(NULL);

	difference_walk("", old, now, experiment_visit, lines);
	return g_string_free(lines, FALSE);
}

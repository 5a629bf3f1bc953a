// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the values in which two JSON documents differ. */
#include "util/json.h"

#include <glib.h>

struct walk {
	json_differ differ;
	void *context;
};

static void values_walk(const struct walk *walk, const char *path, const json_t *old,
			const json_t *now);

static char *path_join(const char *path, const char *key)
{
	return path[0] ? g_strdup_printf("%s.%s", path, key) : g_strdup(key);
}

static void objects_walk(const struct walk *walk, const char *path, const json_t *old,
			 const json_t *now)
{
	const char *key;
	json_t *value;

	json_object_foreach ((json_t *)old, key, value) {
		g_autofree char *below = path_join(path, key);

		values_walk(walk, below, value, json_object_get(now, key));
	}
	json_object_foreach ((json_t *)now, key, value) {
		g_autofree char *below = path_join(path, key);

		if (!json_object_get(old, key))
			values_walk(walk, below, NULL, value);
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

static void arrays_walk(const struct walk *walk, const char *path, const json_t *old,
			const json_t *now)
{
	const json_t *element;
	size_t i;

	json_array_foreach (old, i, element) {
		g_autofree char *below = element_path(path, element, i);

		values_walk(walk, below, element, element_partner(now, element, i));
	}
	json_array_foreach (now, i, element) {
		g_autofree char *below = element_path(path, element, i);

		if (!element_partner(old, element, i))
			values_walk(walk, below, NULL, element);
	}
}

static void values_walk(const struct walk *walk, const char *path, const json_t *old,
			const json_t *now)
{
	if (json_is_object(old) && json_is_object(now))
		objects_walk(walk, path, old, now);
	else if (json_is_array(old) && json_is_array(now))
		arrays_walk(walk, path, old, now);
	else if (!old || !now || !json_equal(old, now))
		walk->differ(walk->context, path, old, now);
}

void json_walk(const json_t *old, const json_t *now, json_differ differ, void *context)
{
	const struct walk walk = { differ, context };

	values_walk(&walk, "", old, now);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an experiment back from JSON: makes of it what libconfig makes of a file, and parses that.
 */
#include "experiment/experiment.h"

#include "experiment/overrides.h"
#include "experiment/parse.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>

/* What results depend on. */
static const char *const members[] = { "testbed", "runs",    "boots",  "boot_seed",
				       "seed",	  "kernels", "setups", NULL };

static int value_add(config_setting_t *parent, const char *name, const json_t *value);

static int object_fill(config_setting_t *group, const json_t *object)
{
	const char *key;
	json_t *value;
	int err = 0;

	json_object_foreach ((json_t *)object, key, value)
		if (!err)
			err = value_add(group, key, value);
	return err;
}

static int array_fill(config_setting_t *list, const json_t *array)
{
	const json_t *value;
	int err = 0;
	size_t i;

	json_array_foreach (array, i, value)
		if (!err)
			err = value_add(list, NULL, value);
	return err;
}

static int type_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return CONFIG_TYPE_GROUP;
	case JSON_ARRAY:
		return CONFIG_TYPE_LIST;
	case JSON_INTEGER:
		return CONFIG_TYPE_INT64;
	case JSON_REAL:
		return CONFIG_TYPE_FLOAT;
	case JSON_TRUE:
	case JSON_FALSE:
		return CONFIG_TYPE_BOOL;
	case JSON_STRING:
	case JSON_NULL:
		break;
	}
	return CONFIG_TYPE_STRING;
}

/* null is what a size has in place of its word for none. */
static const char *text_of(const char *name, const json_t *value)
{
	const struct setting *setting = name ? setting_find(name) : NULL;

	if (json_is_null(value))
		return setting && setting->type == SETTING_SIZE ? setting->choices : NULL;
	return json_string_value(value);
}

static int scalar_set(config_setting_t *node, const char *name, const json_t *value)
{
	const char *text = text_of(name, value);

	if (json_is_integer(value))
		config_setting_set_int64(node, json_integer_value(value));
	else if (json_is_real(value))
		config_setting_set_float(node, json_real_value(value));
	else if (json_is_boolean(value))
		config_setting_set_bool(node, json_is_true(value));
	else if (text)
		config_setting_set_string(node, text);
	else
		return error_set(EINVAL, "%s: is null", name ? name : "an element of a list");
	return 0;
}

/* name: NULL for an element of a list. */
static int value_add(config_setting_t *parent, const char *name, const json_t *value)
{
	config_setting_t *node = config_setting_add(parent, name, type_of(value));

	if (!node)
		return error_set(EINVAL, "\"%s\" cannot be a name", name ? name : "");
	if (json_is_object(value))
		return object_fill(node, value);
	return json_is_array(value) ? array_fill(node, value) : scalar_set(node, name, value);
}

static int root_fill(config_setting_t *root, const json_t *json)
{
	const json_t *version = json_object_get(json, "schema_version");
	int err = 0;

	if (json_integer_value(version) != EXPERIMENT_SCHEMA)
		return error_set(EINVAL,
				 "an experiment of schema %" JSON_INTEGER_FORMAT
				 ", this program reads schema %d",
				 json_integer_value(version), EXPERIMENT_SCHEMA);
	for (const char *const *name = members; !err && *name; name++) {
		const json_t *value = json_object_get(json, *name);

		if (value)
			err = value_add(root, *name, value);
	}
	return err;
}

static int parse(const json_t *json, struct experiment *experiment)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	config_t config;
	int err;

	config_init(&config);
	err = root_fill(config_root_setting(&config), json);
	if (!err)
		err = experiment_parse_root(config_root_setting(&config), none, experiment);
	config_destroy(&config);
	return err ? err : experiment_complete(experiment);
}

/* By which setups on an axis are also named, as by --only. */
static void stems_take(const json_t *json, struct experiment *experiment)
{
	const json_t *places = json_object_get(json_object_get(json, "axis"), "setups");

	for (guint i = 0; i < experiment->setups->len; i++) {
		struct setup *setup = experiment->setups->pdata[i];
		const json_t *place = json_object_get(places, setup->name);

		setup->stem = g_strdup(json_string_value(json_object_get(place, "stem")));
	}
}

int experiment_restore(const json_t *json, struct experiment **experiment)
{
	const char *name = json_string_value(json_object_get(json, "name"));
	struct experiment *made = experiment_new(name ? name : "");
	int err = text_check("name", made->name);

	if (!err)
		err = parse(json, made);
	if (err)
		g_clear_pointer(&made, experiment_free);
	else
		stems_take(json, made);
	*experiment = made;
	return err;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads values and groups of a libconfig file by type; errors name the line. */
#include "experiment/node.h"

#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <glib.h>

int node_error(const config_setting_t *node, int err)
{
	const char *file = config_setting_source_file(node);  /* NULL: made in memory */
	unsigned int line = config_setting_source_line(node); /* 0: the file as a whole */

	if (!err || !file)
		return err;
	return line ? error_prefix(err, "%s:%u", file, line) : error_prefix(err, "%s", file);
}

static const char *type_name(const config_setting_t *node)
{
	switch (config_setting_type(node)) {
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return "a whole number";
	case CONFIG_TYPE_FLOAT:
		return "a fraction";
	case CONFIG_TYPE_STRING:
		return "a text";
	case CONFIG_TYPE_BOOL:
		return "a switch";
	case CONFIG_TYPE_GROUP:
		return "a group { }";
	case CONFIG_TYPE_ARRAY:
	case CONFIG_TYPE_LIST:
		return "a list";
	}
	return "nothing";
}

int node_type_error(const config_setting_t *node, const char *wanted)
{
	const char *name = config_setting_name(node);

	return node_error(node, error_set(EINVAL, "%s: must be %s, not %s",
					  name ? name : "an element of the list", wanted,
					  type_name(node)));
}

static const char *node_name(const config_setting_t *node)
{
	const char *name = config_setting_name(node);

	if (!name && !config_setting_is_root(node))
		name = config_setting_name(config_setting_parent(node));
	return name ? name : "an element of a list";
}

int node_check_texts(const config_setting_t *node)
{
	int length = config_setting_is_aggregate(node) ? config_setting_length(node) : 0, err = 0;

	if (node_is_text(node))
		err = text_check(node_name(node), config_setting_get_string(node));
	if (err)
		return node_error(node, err);
	for (int i = 0; i < length && !err; i++)
		err = node_check_texts(config_setting_get_elem(node, (unsigned int)i));
	return err;
}

bool node_is_integer(const config_setting_t *node)
{
	int type = config_setting_type(node);

	return type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
}

static bool node_is_decimal(const config_setting_t *node)
{
	return node_is_integer(node) || config_setting_type(node) == CONFIG_TYPE_FLOAT;
}

bool node_is_text(const config_setting_t *node)
{
	return config_setting_type(node) == CONFIG_TYPE_STRING;
}

int node_check_setting(const config_setting_t *node, const struct setting *setting)
{
	if (setting->type == SETTING_NUMBER && !node_is_integer(node))
		return node_type_error(node, "a whole number");
	if (setting->type == SETTING_SIZE && !node_is_integer(node) && !node_is_text(node))
		return node_type_error(node, "a size (bytes, or a text like \"2G\")");
	if (setting->type == SETTING_SWITCH && config_setting_type(node) != CONFIG_TYPE_BOOL)
		return node_type_error(node, "true or false, without quotes");
	if ((setting->type == SETTING_CHOICE || setting->type == SETTING_TEXT ||
	     setting->type == SETTING_WORKLOAD || setting->type == SETTING_PATH) &&
	    !node_is_text(node))
		return node_type_error(node, "a text in quotes");
	return 0;
}

char *node_text(const config_setting_t *node)
{
	if (node_is_integer(node))
		return g_strdup_printf("%lld", config_setting_get_int64(node));
	if (node_is_decimal(node))
		return g_strdup_printf("%.17g", config_setting_get_float(node));
	if (node_is_text(node))
		return g_strdup(config_setting_get_string(node));
	return g_strdup(config_setting_get_bool(node) ? "true" : "false");
}

int node_read_list(const config_setting_t *node, char ***list)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	int length = config_setting_length(node);

	if (!config_setting_is_array(node) && !config_setting_is_list(node))
		return node_type_error(node, "a list [\"...\"] of texts");
	for (int i = 0; i < length; i++) {
		const config_setting_t *element = config_setting_get_elem(node, (unsigned int)i);

		if (!node_is_text(element))
			return node_type_error(element, "a text");
		if (!config_setting_get_string(element)[0])
			return node_error(element, error_set(EINVAL, "%s: has an empty text",
							     config_setting_name(node)));
		g_ptr_array_add(texts, node_text(element));
	}
	g_ptr_array_add(texts, NULL);
	g_strfreev(*list);
	*list = (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
	return 0;
}

static int key_read(const config_setting_t *node, const struct key *key, void *object)
{
	g_autofree char *text = NULL;

	switch (key->type) {
	case KEY_GROUP:
		return 0;
	case KEY_LIST:
		return node_read_list(node, (char ***)((char *)object + key->offset));
	case KEY_NUMBER:
		if (!node_is_integer(node))
			return node_type_error(node, "a whole number");
		break;
	case KEY_DECIMAL:
		if (!node_is_decimal(node))
			return node_type_error(node, "a number");
		break;
	case KEY_SWITCH:
		if (config_setting_type(node) != CONFIG_TYPE_BOOL)
			return node_type_error(node, "true or false, without quotes");
		break;
	case KEY_TEXT:
		if (!node_is_text(node))
			return node_type_error(node, "a text in quotes");
		break;
	}
	text = node_text(node);
	return node_error(node, key_set(key, object, text));
}

int node_read_group(const config_setting_t *group, const struct key *keys, const char *what,
		    void *object)
{
	int length = config_setting_length(group);

	for (int i = 0; i < length; i++) {
		const config_setting_t *node = config_setting_get_elem(group, (unsigned int)i);
		const char *name = config_setting_name(node);
		const struct key *key = key_find(keys, name);
		g_autofree char *hint = key ? NULL : key_hint(keys, name);
		int err;

		if (!key)
			return node_error(node, error_set(EINVAL, "%s has no key \"%s\"%s", what,
							  name, hint));
		err = key_read(node, key, object);
		if (err)
			return err;
	}
	for (; keys->name; keys++)
		if (keys->required && !config_setting_get_member(group, keys->name))
			return node_error(group, error_set(EINVAL, "%s lacks \"%s\": %s", what,
							   keys->name, keys->help));
	return 0;
}

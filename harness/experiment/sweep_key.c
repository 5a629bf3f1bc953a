// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the values of a sweep's key: their texts, their names and their positions. */
#include "experiment/sweep_key.h"

#include "experiment/keys.h"
#include "util/error.h"
#include "util/units.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define MIB (1024.0 * 1024)

static void value_free(void *data)
{
	struct sweep_value *value = data;

	g_free(value->text);
	g_free(value->name);
	g_free(value);
}

void sweep_key_free(void *data)
{
	struct sweep_key *key = data;

	if (!key)
		return;
	g_free(key->axis);
	g_ptr_array_unref(key->values);
	g_free(key);
}

bool sweep_key_is_appended(const struct setting *setting)
{
	return g_str_has_suffix(setting->name, "_parameters");
}

static int setting_choose(const char *name, const struct setting **setting)
{
	g_autofree char *hint = NULL;

	*setting = setting_find(name);
	if (!*setting) {
		hint = setting_hint(name);
		return error_set(EINVAL, "there is no setting \"%s\"%s", name, hint);
	}
	if ((*setting)->type == SETTING_WORKLOAD || (*setting)->type == SETTING_PATH ||
	    (*setting)->type == SETTING_FILES)
		return error_set(EINVAL, "%s cannot be swept: its values are programs or files",
				 name);
	return 0;
}

/* Length of NAME in "NAME=VALUE", or 0 if the text is something else. */
static size_t parameter_length(const char *text)
{
	const char *equals = strchr(text, '=');

	return equals && !strchr(text, ' ') ? (size_t)(equals - text) : 0;
}

/* Length of the NAME that all values have in "NAME=VALUE", or 0. */
static size_t parameter_shared(char *const texts[])
{
	const size_t length = parameter_length(texts[0]);

	for (size_t i = 0; texts[i]; i++)
		if (parameter_length(texts[i]) != length ||
		    strncmp(texts[i], texts[0], length) != 0 || !length || !texts[i][length + 1])
			return 0;
	return length;
}

/* What names of setups and files may have. Free with g_free(). */
static char *name_of(const char *text)
{
	return g_strcanon(g_strdup(text), G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_", '-');
}

/* Reads the value's canonical text: "1G" and "1024M" are one value. */
static int value_make(const struct setting *setting, const char *text, size_t parameter,
		      struct sweep_value **value)
{
	const char *number = parameter ? text + parameter + 1 : text;
	struct settings settings;
	uint64_t bytes;
	int err;

	settings_init(&settings);
	err = settings_set(&settings, setting, text);
	if (!err) {
		*value = g_new0(struct sweep_value, 1);
		(*value)->text = settings_get(&settings, setting);
		(*value)->name = name_of(parameter ? number : (*value)->text);
		(*value)->x = NAN;
		if (setting->type == SETTING_SIZE && !units_size("", number, 0, INT64_MAX, &bytes))
			(*value)->x = (double)bytes / MIB;
		else if ((setting->type == SETTING_NUMBER || parameter) &&
			 units_decimal("", number, &(*value)->x))
			(*value)->x = NAN;
	}
	settings_clear(&settings);
	return err;
}

static int value_add(struct sweep_key *key, struct sweep_value *value)
{
	for (guint i = 0; i < key->values->len; i++) {
		const struct sweep_value *other = key->values->pdata[i];
		const bool differs = strcmp(other->text, value->text) != 0;

		if (value->x != other->x && strcmp(other->name, value->name) != 0)
			continue;
		error_set(EINVAL, "%s: has the value %s twice%s%s", key->setting->name, other->text,
			  differs ? ", once as " : "", differs ? value->text : "");
		value_free(value);
		return -EINVAL;
	}
	g_ptr_array_add(key->values, value);
	return 0;
}

/* x of sizes is in MiB. Free with g_free(). */
static char *axis_text(const struct setting *setting, const char *first, size_t parameter)
{
	const char *bytes = setting->type == SETTING_SIZE ? strstr(setting->help, "bytes") : NULL;

	if (parameter)
		return g_strdup_printf("%.*s (%.*s kernel)", (int)parameter, first,
				       (int)strcspn(setting->name, "_"), setting->name);
	if (bytes)
		return g_strdup_printf("%.*sMiB", (int)(bytes - setting->help), setting->help);
	return g_strdup(setting->help);
}

int sweep_key_make(const char *name, char *const *texts, struct sweep_key **key)
{
	const struct setting *setting;
	struct sweep_key *made;
	size_t parameter;
	int err = setting_choose(name, &setting);

	if (!err && !texts[0])
		err = error_set(EINVAL, "%s: has no values", name);
	if (err)
		return err;
	parameter = sweep_key_is_appended(setting) ? parameter_shared(texts) : 0;
	made = g_new0(struct sweep_key, 1);
	made->setting = setting;
	made->axis = axis_text(setting, texts[0], parameter);
	made->values = g_ptr_array_new_with_free_func(value_free);
	for (; *texts && !err; texts++) {
		struct sweep_value *value = NULL;

		err = **texts ? value_make(setting, *texts, parameter, &value)
			      : error_set(EINVAL, "%s: has an empty value", name);
		if (!err)
			err = value_add(made, value);
	}
	if (err)
		g_clear_pointer(&made, sweep_key_free);
	*key = made;
	return err;
}

bool sweep_key_is_numeric(const struct sweep_key *key)
{
	for (guint i = 0; i < key->values->len; i++)
		if (isnan(((const struct sweep_value *)key->values->pdata[i])->x))
			return false;
	return true;
}

/* The value's first parameter, "NAME=", if the text has it already. */
static bool has_parameter(const char *text, const char *value)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	const size_t length = strcspn(value, "= ");

	for (char **word = words; *word; word++)
		if (strcspn(*word, "=") == length && !strncmp(*word, value, length))
			return true;
	return false;
}

int sweep_key_set(const struct sweep_key *key, const struct sweep_value *value,
		  struct settings *settings)
{
	g_autofree char *before = settings_get(settings, key->setting), *both = NULL;

	if (!sweep_key_is_appended(key->setting) || !*before)
		return settings_set(settings, key->setting, value->text);
	if (has_parameter(before, value->text))
		return error_set(EINVAL, "%s: \"%s\" has the swept parameter already",
				 key->setting->name, before);
	both = g_strdup_printf("%s %s", before, value->text);
	return settings_set(settings, key->setting, both);
}

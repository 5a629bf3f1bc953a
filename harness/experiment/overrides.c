// SPDX-License-Identifier: GPL-2.0-or-later
/* Overrides from the command line, checked as strictly as the file. */
#include "experiment/overrides.h"

#include "experiment/keys.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>

static void override_free(void *data)
{
	struct override *override = data;

	g_free(override->setup);
	g_free(override->key);
	g_free(override->value);
	g_free(override);
}

/* A dot after the = belongs to the value. NULL: not an override. */
static struct override *override_read(const char *text)
{
	const char *equals = strchr(text, '=');
	const char *dot = equals ? memchr(text, '.', (size_t)(equals - text)) : NULL;
	const char *key = dot ? dot + 1 : text;
	struct override *override;

	if (!equals || key == equals || dot == text)
		return NULL;
	override = g_new0(struct override, 1);
	override->setup = dot ? g_strndup(text, (gsize)(dot - text)) : NULL;
	override->key = g_strndup(key, (gsize)(equals - key));
	override->value = g_strdup(equals + 1);
	return override;
}

int overrides_read(const char *const texts[], GPtrArray **overrides)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(override_free);

	for (size_t i = 0; texts && texts[i]; i++) {
		struct override *override = override_read(texts[i]);

		if (!override)
			return error_set(EINVAL,
					 "--set %s: is neither KEY=VALUE nor SETUP.KEY=VALUE",
					 texts[i]);
		g_ptr_array_add(list, override);
	}
	*overrides = g_steal_pointer(&list);
	return 0;
}

static int setting_apply(const struct override *override, struct settings *settings)
{
	const struct setting *setting = setting_find(override->key);
	g_autofree char *hint = setting ? NULL : setting_hint(override->key);

	if (!setting)
		return error_set(EINVAL, "there is no setting \"%s\"%s", override->key, hint);
	return settings_set(settings, setting, override->value);
}

/* An override of the top level: a key of the file, else a setting. */
static int override_apply(const struct override *override, struct experiment *experiment,
			  struct settings *settings)
{
	const struct key *key = key_find(experiment_keys, override->key);
	g_autofree char *hint = NULL;

	if (key && key->type == KEY_GROUP)
		return error_set(EINVAL, "%s is a group: name one of its keys", override->key);
	if (key)
		return key_set(key, experiment, override->value);
	if (setting_find(override->key))
		return setting_apply(override, settings);
	hint = setting_hint(override->key);
	if (!g_str_has_prefix(hint, ": did you mean")) {
		g_free(hint);
		hint = key_hint(experiment_keys, override->key);
	}
	return error_set(EINVAL, "there is no key \"%s\"%s", override->key, hint);
}

int overrides_apply(const GPtrArray *overrides, struct experiment *experiment,
		    struct settings *settings)
{
	for (guint i = 0; i < overrides->len; i++) {
		const struct override *override = overrides->pdata[i];
		int err = override->setup ? 0 : override_apply(override, experiment, settings);

		if (err)
			return error_prefix(err, "--set %s", override->key);
	}
	return 0;
}

int overrides_apply_setup(const GPtrArray *overrides, struct setup *setup)
{
	for (guint i = 0; i < overrides->len; i++) {
		const struct override *override = overrides->pdata[i];
		int err = 0;

		if (!g_strcmp0(override->setup, setup->name))
			err = setting_apply(override, &setup->settings);
		if (err)
			return error_prefix(err, "--set %s.%s", override->setup, override->key);
	}
	return 0;
}

int overrides_check(const GPtrArray *overrides, const struct experiment *experiment)
{
	for (guint i = 0; i < overrides->len; i++) {
		const struct override *override = overrides->pdata[i];
		g_autofree char *hint = NULL;

		if (!override->setup || !strcmp(override->setup, SWEEP_NAME) ||
		    experiment_has(experiment, override->setup))
			continue;
		hint = experiment_setup_hint(experiment, override->setup);
		return error_set(EINVAL, "--set %s.%s: there is no setup \"%s\"%s", override->setup,
				 override->key, override->setup, hint);
	}
	return 0;
}

bool overrides_have(const GPtrArray *overrides, const char *key)
{
	for (guint i = 0; i < overrides->len; i++) {
		const struct override *override = overrides->pdata[i];

		if (!override->setup && !strcmp(override->key, key))
			return true;
	}
	return false;
}

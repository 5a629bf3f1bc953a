// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings whose value is a file of this machine, or a list of files with their places in the host.
 */
#include "settings/settings_files.h"

#include "settings/settings_program.h"
#include "util/error.h"
#include "util/paths.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define SEPARATOR ","

bool setting_is_path(const struct setting *setting, const char *text)
{
	return !setting->choices || strcmp(text, setting->choices);
}

bool settings_have_guest(const struct settings *settings)
{
	return !setting_is_path(setting_find("payload"), settings->payload);
}

static int length_check(const struct setting *setting, const char *text)
{
	if (strlen(text) > setting->max)
		return error_set(EINVAL, "%s: %zu characters are more than %" PRIu64, setting->name,
				 strlen(text), setting->max);
	return text_check(setting->name, text);
}

int settings_path_check(const struct setting *setting, const char *text)
{
	g_autofree char *base = g_path_get_basename(text);

	if (!*text)
		return error_set(EINVAL, "%s: is empty: it must be \"%s\" or a program's path",
				 setting->name, setting->choices);
	/* Records hold only its name. */
	if (setting_is_path(setting, text) && !setting_is_path(setting, base))
		return error_set(EINVAL, "%s: %s: a program must not be named %s", setting->name,
				 text, setting->choices);
	return length_check(setting, text);
}

int settings_workload_check(const struct setting *setting, const char *text)
{
	g_auto(GStrv) argv = NULL;
	int err = settings_program_is(text) ? settings_program_argv(text, &argv) : 0;

	return err ? err : length_check(setting, text);
}

/* The target, after the last "="; NULL if there is none. */
static const char *target_find(const char *pair)
{
	const char *equals = strrchr(pair, '=');

	return equals && equals > pair && equals[1] == '/' && equals[2] ? equals + 1 : NULL;
}

int settings_files_check(const struct setting *setting, const char *text)
{
	g_auto(GStrv) pairs = g_strsplit(text, SEPARATOR, -1);

	for (char **pair = pairs; *pair; pair++)
		if (!target_find(*pair))
			return error_set(EINVAL,
					 "%s: \"%s\" is not SOURCE=/TARGET (commas separate them)",
					 setting->name, *pair);
	return length_check(setting, text);
}

char *setting_resolve(const struct setting *setting, const char *text, const char *folder)
{
	g_auto(GStrv) pairs = NULL;

	if (setting->type == SETTING_PATH)
		return setting_is_path(setting, text) && *text ? paths_from(folder, text)
							       : g_strdup(text);
	if (setting->type == SETTING_WORKLOAD)
		return settings_program_resolve(text, folder);
	pairs = g_strsplit(text, SEPARATOR, -1);
	for (char **pair = pairs; *pair; pair++) {
		char *given = *pair;

		if (!target_find(given))
			continue; /* settings_set() refuses it */
		*pair = paths_from(folder, given);
		g_free(given);
	}
	return g_strjoinv(SEPARATOR, pairs);
}

json_t *settings_path_json(const struct setting *setting, const char *text)
{
	g_autofree char *base = g_path_get_basename(text);

	return json_string(setting_is_path(setting, text) ? base : text);
}

json_t *settings_workload_json(const char *text)
{
	g_autofree char *bare = settings_program_bare(text);

	return json_string(bare);
}

json_t *settings_files_json(const char *text)
{
	g_auto(GStrv) pairs = g_strsplit(text, SEPARATOR, -1);
	json_t *json = json_array();

	for (char **pair = pairs; *pair; pair++) {
		const char *target = target_find(*pair);
		g_autofree char *source = g_strndup(*pair, (gsize)(target - 1 - *pair));
		g_autofree char *base = g_path_get_basename(source);

		json_array_append_new(json, json_sprintf("%s=%s", base, target));
	}
	return json;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* How two experiments, or two descriptions of a run, differ. */
#include "experiment/experiment.h"

#include "util/json.h"

#include <string.h>

#define TEXT_MAX 120

/* No run depends on them: shown in tables only, or what other runs there are. */
static const char *const independent[] = { "name",  "title",  "baseline", "reference",
					   "grown", "traced", NULL };

bool experiment_json_is_default(const char *setting, const json_t *value)
{
	struct settings defaults;
	json_t *json;
	bool equal;

	settings_init(&defaults);
	json = settings_json(&defaults, false);
	equal = json_equal(json_object_get(json, setting), value);
	json_decref(json);
	settings_clear(&defaults);
	return equal;
}

/* An older side lacks settings that came later: it ran with their defaults. */
static bool is_default(const char *path, const json_t *value)
{
	const char *name = strrchr(path, '.');

	if (!name || (!strstr(path, ".settings.") && !g_str_has_prefix(path, "settings.")))
		return false;
	return experiment_json_is_default(name + 1, value);
}

static void difference_add(void *context, const char *path, const json_t *old, const json_t *now)
{
	GString *lines = context;
	g_autofree char *before = json_shown(old, TEXT_MAX), *after = json_shown(now, TEXT_MAX);

	if ((!old && is_default(path, now)) || (!now && is_default(path, old)))
		return;
	if (!g_strv_contains(independent, path) && !g_str_has_prefix(path, "axis"))
		g_string_append_printf(lines, "%s: %s -> %s\n", path, before, after);
}

char *experiment_difference(const json_t *old, const json_t *now)
{
	GString *lines = g_string_new(NULL);

	json_walk(old, now, difference_add, lines);
	return g_string_free(lines, FALSE);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The manual of the experiment file, generated from the tables that it is parsed with. */
#include "experiment/experiment.h"

#include "experiment/expect.h"
#include "experiment/keys.h"
#include "util/units.h"

#include <inttypes.h>

static void keys_write(GString *out, const char *title, const struct key *keys)
{
	static const char *const types[] = { "number", "decimal",	"switch",
					     "text",   "list of texts", "see below" };

	g_string_append_printf(out,
			       "### %s\n\n| key | value | needed | meaning; default |\n"
			       "| --- | --- | --- | --- |\n",
			       title);
	for (; keys->name; keys++)
		g_string_append_printf(out, "| `%s` | %s | %s | %s |\n", keys->name,
				       types[keys->type], keys->required ? "yes" : "", keys->help);
	g_string_append_c(out, '\n');
}

char *setting_range(const struct setting *setting)
{
	g_autofree char *low = units_size_text(setting->min), *high = units_size_text(setting->max);

	switch (setting->type) {
	case SETTING_NUMBER:
		return g_strdup_printf("%" PRIu64 " to %" PRIu64, setting->min, setting->max);
	case SETTING_SIZE:
		return g_strdup_printf(
			"\"%s\" to \"%s\"%s%s%s", low, high, setting->choices ? ", \"" : "",
			setting->choices ? setting->choices : "", setting->choices ? "\"" : "");
	case SETTING_SWITCH:
		return g_strdup("true, false");
	case SETTING_CHOICE: {
		g_auto(GStrv) names = g_strsplit(setting->choices, "|", -1);
		g_autofree char *list = g_strjoinv("\", \"", names);

		return g_strdup_printf("\"%s\"", list);
	}
	case SETTING_PATH:
		return g_strdup_printf("\"%s\", path", setting->choices);
	case SETTING_FILES:
		return g_strdup("list of \"SOURCE=/TARGET\"");
	case SETTING_WORKLOAD:
		return g_strdup("name, or path with arguments");
	case SETTING_TEXT:
		break;
	}
	return g_strdup_printf("at most %" PRIu64 " characters", setting->max);
}

static void settings_write(GString *out)
{
	g_string_append(out,
			"### settings\n\n| setting | value | default | meaning | preparation |\n"
			"| --- | --- | --- | --- | --- |\n");
	for (const struct setting *row = setting_table; row->name; row++) {
		g_autofree char *range = setting_range(row);

		g_string_append_printf(out, "| `%s` | %s | %s | %s | %s |\n", row->name, range,
				       row->initial[0] ? row->initial : "none", row->help,
				       row->prepared ? "new" : "shared");
	}
	g_string_append_c(out, '\n');
}

char *experiment_manual(void)
{
	GString *out = g_string_new(NULL);

	keys_write(out, "The file", experiment_keys);
	keys_write(out, "A kernel", kernel_keys);
	keys_write(out, "A setup", setup_keys);
	g_string_append(out, "### expect\n\n| value | what each run must show |\n| --- | --- |\n");
	for (const struct expect *row = expect_table; row->name; row++)
		g_string_append_printf(out, "| `%s` | %s |\n", row->name, row->help);
	g_string_append_c(out, '\n');
	settings_write(out);
	return g_string_free(out, FALSE);
}

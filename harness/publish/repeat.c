// SPDX-License-Identifier: GPL-2.0-or-later
/* The command that makes a campaign, from its experiment and the name of its folder. */
#include "publish/repeat.h"

#include "report/origin.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"

#include <string.h>

/* Of one that does not come with the program, only its name is known. */
static bool is_known(const char *experiment)
{
	g_autofree char *file = g_strdup_printf("configs/%s.conf", experiment);
	g_autofree char *path = paths_data(file);

	return !strchr(experiment, '/') && fs_exists(path);
}

char *repeat_command(const struct campaign *campaign, const struct report *report)
{
	g_auto(GStrv) overrides = campaign_overrides(campaign->folder, report->name);
	g_autofree char *file = g_strdup_printf("%s.conf", report->name);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();

	g_ptr_array_add(argv, (char *)"apfbench");
	g_ptr_array_add(argv, (char *)"run");
	g_ptr_array_add(argv, is_known(report->name) ? report->name : file);
	for (char **override = overrides; override && *override; override++) {
		g_ptr_array_add(argv, (char *)"--set");
		g_ptr_array_add(argv, *override);
	}
	g_ptr_array_add(argv, NULL);
	return process_quote((const char *const *)argv->pdata);
}

static json_int_t seed_get(const struct campaign *campaign, const char *key)
{
	return json_integer_value(json_object_get(campaign->experiment, key));
}

GPtrArray *repeat_lines(const struct campaign *campaign, const struct report *report)
{
	g_auto(GStrv) overrides = campaign_overrides(campaign->folder, report->name);
	g_autofree char *versions = origin_values(campaign->records, "circumstances.apfbench", 0);
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	if (!is_known(report->name))
		g_ptr_array_add(lines, g_strdup_printf("%s.conf does not come with apfbench: it is "
						       "a file of whoever made the campaign.",
						       report->name));
	if (!overrides)
		g_ptr_array_add(lines,
				g_strdup("The campaign's folder does not have the name that "
					 "run gives it, so what --set changed cannot be told "
					 "from it; its experiment.json has all settings."));
	g_ptr_array_add(lines, g_strdup_printf("The records were made by apfbench %s. Another "
					       "version, or other packages, may give other "
					       "figures (docs/methods.md, \"Repeating\").",
					       versions));
	g_ptr_array_add(lines, g_strdup_printf("The first boot has boot seed %" JSON_INTEGER_FORMAT
					       ", the first run seed %" JSON_INTEGER_FORMAT
					       "; each further one the next.",
					       seed_get(campaign, "boot_seed"),
					       seed_get(campaign, "seed")));
	return lines;
}

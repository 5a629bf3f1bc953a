// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench list`: experiments, the setups and kernels of one, settings, or campaigns. */
#include "cmd/command.h"

#include "campaign/campaign.h"
#include "experiment/experiment.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/text.h"
#include "util/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* No short options: a letter means the same in all commands. */
enum {
	KEY_SETTINGS = 256,
	KEY_CAMPAIGNS
};

struct list_options {
	const char *experiment;
	bool settings, campaigns;
};

static error_t list_option(int key, char *argument, struct argp_state *state)
{
	struct list_options *options = state->input;

	switch (key) {
	case KEY_SETTINGS:
		options->settings = true;
		return 0;
	case KEY_CAMPAIGNS:
		options->campaigns = true;
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->experiment, argument, "experiment");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option list_options_table[] = {
	{ "settings", KEY_SETTINGS, NULL, 0, "list all settings: default, meaning, limits", 0 },
	{ "campaigns", KEY_CAMPAIGNS, NULL, 0, "list the campaigns", 0 },
	{ 0 },
};

static const struct argp_child list_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp list_argp = {
	.options = list_options_table,
	.parser = list_option,
	.children = list_children,
	.args_doc = "[EXPERIMENT]",
	.doc = "Lists the experiments, or what EXPERIMENT compares: its setups, their kernels and "
	       "the settings in which they differ from the defaults.",
};

static int list_settings(void)
{
	for (const struct setting *setting = setting_table; setting->name; setting++) {
		g_autofree char *range = setting_range(setting);

		text_line(stdout, "%-21s %-8s %s (%s)", setting->name,
			  *setting->initial ? setting->initial : "\"\"", setting->help, range);
	}
	return 0;
}

static int list_experiments(void)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = experiment_list(&names);

	for (guint i = 0; !err && i < names->len; i++) {
		struct experiment *experiment = NULL;

		err = experiment_load(names->pdata[i], NULL, &experiment);
		if (!err)
			text_line(stdout,
				  "%-16s %s: %u setup%s, %" PRIu64 " run%s each over %" PRIu64
				  " boot%s%s",
				  experiment->name, experiment->title, experiment->setups->len,
				  units_plural(experiment->setups->len), experiment->runs,
				  units_plural(experiment->runs), experiment->boots,
				  units_plural(experiment->boots),
				  experiment->traced ? ", and a traced one" : "");
		experiment_free(experiment);
	}
	return err;
}

static int list_campaigns(void)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = campaign_list(&names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *folder = campaign_path(names->pdata[i]);
		g_autoptr(GPtrArray) files = NULL;

		err = campaign_records(folder, &files);
		if (!err)
			text_line(stdout, "%-30s %u record%s", (char *)names->pdata[i], files->len,
				  units_plural(files->len));
	}
	return err;
}

static void kernel_print(const struct kernel_spec *kernel)
{
	g_autofree char *series = g_strjoinv(" + ", kernel->series);
	g_autofree char *config = g_strjoinv(" + ", kernel->config);

	text_line(stdout, "kernel %s: %s%s%s, config tinyconfig + %s", kernel->name, kernel->source,
		  *series ? " + " : "", series, config);
}

static void setup_print(const struct setup *setup)
{
	struct settings initial;

	text_line(stdout, "setup %s: host kernel %s, guest kernel %s, expects %s", setup->name,
		  setup->host_kernel, setup->guest_kernel, setup->expect);
	if (setup->line)
		text_line(stdout, "  at %g on curve %s", setup->x, setup->line);
	settings_init(&initial);
	for (const struct setting *setting = setting_table; setting->name; setting++) {
		g_autofree char *now = settings_get(&setup->settings, setting);
		g_autofree char *usual = settings_get(&initial, setting);

		if (strcmp(now, usual))
			text_line(stdout, "  %s = %s", setting->name, now);
	}
	settings_clear(&initial);
}

static int list_experiment(const char *name)
{
	struct experiment *experiment = NULL;
	int err = experiment_load(name, NULL, &experiment);

	if (!err) {
		text_line(stdout, "%s: %s", experiment->name, experiment->title);
		text_line(stdout,
			  "testbed %s, %" PRIu64 " run%s of each setup over %" PRIu64
			  " boot%s%s, ratios to %s%s",
			  experiment->testbed, experiment->runs, units_plural(experiment->runs),
			  experiment->boots, units_plural(experiment->boots),
			  experiment->traced ? ", and a traced one" : "", experiment->baseline,
			  experiment_setup(experiment, experiment->baseline)
				  ? ""
				  : " at the same place");
		if (experiment->axis)
			text_line(stdout, "axis: %s", experiment->axis);
		for (guint i = 0; i < experiment->kernels->len; i++)
			kernel_print(experiment->kernels->pdata[i]);
		for (guint i = 0; i < experiment->setups->len; i++)
			setup_print(experiment->setups->pdata[i]);
	}
	experiment_free(experiment);
	return err;
}

int command_list(int argc, char **argv)
{
	struct list_options options = { 0 };
	int err;

	command_parse(&list_argp, "list", argc, argv, &options);
	if (options.settings)
		err = list_settings();
	else if (options.campaigns)
		err = list_campaigns();
	else if (options.experiment)
		err = list_experiment(options.experiment);
	else
		err = list_experiments();
	return command_end(err);
}

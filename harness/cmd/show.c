// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench show` and `apfbench plot`: a campaign's outputs, from its records alone. */
#include "cmd/command.h"

#include "report/report.h"
#include "util/error.h"
#include "util/progress.h"
#include "util/status.h"

#include <errno.h>
#include <stdio.h>

static error_t campaign_option(int key, char *argument, struct argp_state *state)
{
	const char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	command_argument(state, name, argument, "campaign");
	return 0;
}

static const struct argp_child campaign_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp show_argp = {
	.parser = campaign_option,
	.children = campaign_children,
	.args_doc = "[CAMPAIGN]",
	.doc = "Prints the table of CAMPAIGN: a name in campaigns/ of the output folder (default: "
	       "quick), or a folder. Exit status 3: a setup has no valid run.",
};

static const struct argp plot_argp = {
	.parser = campaign_option,
	.children = campaign_children,
	.args_doc = "[CAMPAIGN]",
	.doc = "Draws CAMPAIGN (a name in campaigns/ of the output folder, default: quick; or a "
	       "folder) as PNG and SVG into its folder.",
};

/* -EPROTO names the setups of which nothing can be said. */
static int setups_check(const struct report *report, const char *folder)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (!setup->valid)
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", setup->name);
	}
	return names->len ? error_set(EPROTO, "%s: no valid run of %s", folder, names->str) : 0;
}

static int campaign_output(const char *name, bool plot)
{
	g_autofree char *folder = campaign_path(name ? name : "quick");
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	int err = campaign_load(folder, &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err && plot)
		err = report_plot(report, folder);
	else if (!err)
		report_table(report, stdout);
	if (!err && plot)
		printf("%s/%s.png\n%s/%s.svg\n", folder, report_picture(report), folder,
		       report_picture(report));
	if (!err && !plot)
		err = setups_check(report, folder);
	report_free(report);
	campaign_free(campaign);
	return err;
}

int command_show(int argc, char **argv)
{
	const char *name = NULL;

	command_parse(&show_argp, "show", argc, argv, &name);
	return command_end(campaign_output(name, false));
}

int command_plot(int argc, char **argv)
{
	const char *name = NULL;

	command_parse(&plot_argp, "plot", argc, argv, &name);
	return command_end(campaign_output(name, true));
}

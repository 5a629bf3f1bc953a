// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench show` and `apfbench plot`: a campaign's outputs, from its records alone. */
#include "cmd/command.h"

#include "report/report.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/progress.h"
#include "util/status.h"

#include <errno.h>
#include <stdio.h>

static error_t campaign_option(int key, char *argument, struct argp_state *state)
{
	const char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (*name)
		argp_error(state, "%s: only one campaign at a time", argument);
	*name = argument;
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
	.doc = "Prints the table of CAMPAIGN: a name in build/campaigns (default: quick), or a folder.",
};

static const struct argp plot_argp = {
	.parser = campaign_option,
	.children = campaign_children,
	.args_doc = "[CAMPAIGN]",
	.doc = "Draws CAMPAIGN (a name in build/campaigns, default: quick; or a folder) as PNG and SVG into its folder.",
};

/* A folder that is there, or a campaign's name. Free with g_free(). */
static char *campaign_find(const char *name)
{
	g_autofree char *campaigns = paths_made("campaigns");
	g_autofree char *mark = g_build_filename(name, "experiment.json", NULL);

	return fs_exists(mark) ? g_strdup(name) : g_build_filename(campaigns, name, NULL);
}

static int campaign_output(const char *name, bool plot)
{
	g_autofree char *folder = campaign_find(name ? name : "quick");
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	int err = campaign_load(folder, &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		err = plot ? report_plot(report, folder) : report_table(report, stdout);
	if (!err && plot)
		printf("%s/ratios.png\n%s/ratios.svg\n", folder, folder);
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

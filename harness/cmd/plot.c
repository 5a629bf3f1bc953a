// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench plot`: a campaign's pictures, from its records alone. */
#include "cmd/command.h"

#include "report/report.h"
#include "util/text.h"

#include <stdio.h>

static error_t plot_option(int key, char *argument, struct argp_state *state)
{
	const char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	command_argument(state, name, argument, "campaign");
	return 0;
}

static const struct argp_child plot_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp plot_argp = {
	.parser = plot_option,
	.children = plot_children,
	.args_doc = "[CAMPAIGN]",
	.doc = "Draws CAMPAIGN (a name in campaigns/ of the output folder, default: quick; or a "
	       "folder) as PNG and SVG into its folder.",
};

static int campaign_plot(const char *name)
{
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	int err = campaign_load(name ? name : "quick", &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		err = report_plot(report, campaign->folder);
	if (!err) {
		text_line(stdout, "%s/%s.png", campaign->folder, report_picture(report));
		text_line(stdout, "%s/%s.svg", campaign->folder, report_picture(report));
	}
	report_free(report);
	campaign_free(campaign);
	return err;
}

int command_plot(int argc, char **argv)
{
	const char *name = NULL;

	command_parse(&plot_argp, "plot", argc, argv, &name);
	return command_end(campaign_plot(name));
}

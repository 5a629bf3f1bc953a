// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench plot`: a campaign's pictures, from its records alone. */
#include "cmd/command.h"

#include "cmd/compare.h"
#include "plot/plot.h"
#include "util/text.h"

#include <stdio.h>

static error_t plot_option(int key, char *argument, struct argp_state *state)
{
	struct compare_options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = options;
		return 0;
	case ARGP_KEY_ARG:
		compare_argument(state, options, argument);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_child plot_children[] = {
	{ &compare_argp, 0, NULL, 0 },
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp plot_argp = {
	.parser = plot_option,
	.children = plot_children,
	.args_doc = "[CAMPAIGN[:SETUP]]",
	.doc = "Draws CAMPAIGN (a name in campaigns/ of the output folder, default: quick; or a "
	       "folder) into its folder: ratios (or curves), and what its records have of published "
	       "claims, the balance of time, the seconds of a window and latencies. With --against, "
	       "only its ratios to another campaign, as against.png.\v"
	       "Each picture is a PNG, an SVG and a PDF of a paper's column (84 mm), and a .dat file "
	       "of plain text, from which plots/NAME.gp draws it:\n"
	       "  gnuplot -c plots/ratios.gp ratios.dat ratios.pdf"
};

static int campaign_plot(const struct compare_options *options)
{
	struct compare compare = { NULL, NULL };
	g_autoptr(GPtrArray) files = NULL;
	int err = compare_open(options, &compare);
	const char *folder = err ? NULL : compare.side->campaign->folder;

	if (!err)
		err = plot_files(compare.side->report, folder, &files);
	for (guint i = 0; !err && i < files->len; i++)
		text_line(stdout, "%s", (const char *)files->pdata[i]);
	compare_close(&compare);
	return err;
}

int command_plot(int argc, char **argv)
{
	struct compare_options options = { .campaign = NULL };

	command_parse(&plot_argp, "plot", argc, argv, &options);
	return command_end(campaign_plot(&options));
}

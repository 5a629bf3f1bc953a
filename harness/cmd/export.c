// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench export`: the runs of a campaign for other programs, from its records alone. */
#include "cmd/command.h"

#include "report/format.h"
#include "util/error.h"

#include <stdio.h>

/* No short option: a letter means the same in all commands. */
#define KEY_FORMAT 256

struct options {
	const char *campaign;
	const struct format *format;
};

static error_t export_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_FORMAT:
		if (format_find(export_table, argument, &options->format))
			argp_error(state, "--format: %s", error_text());
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->campaign, argument, "campaign");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static char *export_help(int key, const char *text, void *input)
{
	(void)input;
	return key == ARGP_KEY_HELP_PRE_DOC ? format_help(export_table, text) : (char *)text;
}

static const struct argp_option export_options_table[] = {
	{ "format", KEY_FORMAT, "NAME", 0, "output format (default: csv)", 0 },
	{ 0 },
};

static const struct argp_child export_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp export_argp = {
	.options = export_options_table,
	.parser = export_option,
	.children = export_children,
	.args_doc = "[CAMPAIGN]",
	.doc = "Prints the measured runs of CAMPAIGN, a row each, for statistics programs: a name "
	       "in campaigns/ of the output folder (default: quick), or a folder. Traced and "
	       "profiled runs are not among them.",
	.help_filter = export_help,
};

static int campaign_export(const struct options *options)
{
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	int err = campaign_load(options->campaign ? options->campaign : "quick", &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		options->format->export(campaign, report, stdout);
	report_free(report);
	campaign_free(campaign);
	return err;
}

int command_export(int argc, char **argv)
{
	struct options options = { .format = export_table[0] };

	command_parse(&export_argp, "export", argc, argv, &options);
	return command_end(campaign_export(&options));
}

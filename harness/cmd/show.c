// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench show`: a campaign's table, from its records alone. */
#include "cmd/command.h"

#include "cmd/compare.h"
#include "cmd/look.h"
#include "report/format.h"
#include "report/published.h"
#include "util/error.h"

#include <stdio.h>

/* No short option: a letter means the same in all commands. */
#define KEY_FORMAT     256
#define KEY_COVARIATES 257

struct options {
	struct compare_options compare;
	const struct format *format;
	struct look look;
	bool covariates;
};

static error_t show_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_FORMAT:
		if (format_find(format_table, argument, &options->format))
			argp_error(state, "--format: %s", error_text());
		return 0;
	case KEY_COVARIATES:
		options->covariates = true;
		return 0;
	case ARGP_KEY_ARG:
		compare_argument(state, &options->compare, argument);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &options->compare;
		state->child_inputs[1] = &options->look;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static char *show_help(int key, const char *text, void *input)
{
	(void)input;
	return key == ARGP_KEY_HELP_PRE_DOC ? format_help(format_table, text) : (char *)text;
}

static const struct argp_option show_options_table[] = {
	{ "covariates", KEY_COVARIATES, NULL, 0,
	  "also print how much of the spread between boots goes along with what else was counted",
	  0 },
	{ "format", KEY_FORMAT, "NAME", 0, "output format (default: text)", 0 },
	{ 0 },
};

static const struct argp_child show_children[] = {
	{ &compare_argp, 0, NULL, 0 },
	{ &look_argp, 0, NULL, 0 },
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp show_argp = {
	.options = show_options_table,
	.parser = show_option,
	.children = show_children,
	.args_doc = "[CAMPAIGN[:SETUP]]\nREFERENCE",
	.doc = "Prints the table of CAMPAIGN: a name in campaigns/ of the output folder (default: "
	       "quick), or a folder; with --against, compared with another campaign, or with "
	       "published figures. Of REFERENCE, a name in results/reference, it prints these "
	       "figures. Exit status 3: a setup has no valid run.",
	.help_filter = show_help,
};

static int campaign_show(const struct options *options)
{
	struct compare compare = { NULL, NULL };
	int err = compare_open(&options->compare, &compare);

	if (!err) {
		compare.side->report->covariates = options->covariates;
		format_print(options->format, compare.side->report, &options->look, stdout);
		err = report_check(compare.side->report, compare.side->campaign->folder);
	}
	compare_close(&compare);
	return err;
}

static int reference_show(const struct options *options)
{
	struct reference *reference;
	struct model *model;
	int err = reference_load(options->compare.campaign, &reference);

	if (err)
		return err;
	model = published_model(reference);
	options->format->print(model, &options->look, stdout);
	model_free(model);
	reference_free(reference);
	return 0;
}

static bool is_reference(const struct options *options)
{
	const char *name = options->compare.campaign;

	return name && !options->compare.against && !campaign_is(name) && reference_is(name);
}

int command_show(int argc, char **argv)
{
	struct options options = { .format = format_table[0] };

	command_parse(&show_argp, "show", argc, argv, &options);
	return command_end(is_reference(&options) ? reference_show(&options)
						  : campaign_show(&options));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench report`: a whole campaign as one page or letter, from its files alone. */
#include "cmd/command.h"

#include "cmd/compare.h"
#include "publish/page_format.h"
#include "util/error.h"
#include "util/text.h"

#include <stdio.h>
#include <string.h>

/* No short options: a letter means the same in all commands. */
enum {
	KEY_FORMAT = 256,
	KEY_FILE
};

#define STANDARD_OUTPUT "-"

struct options {
	struct compare_options compare;
	const char *file;
	const struct page_format *format;
};

static error_t report_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_FORMAT:
		if (page_format_find(argument, &options->format))
			argp_error(state, "--format: %s", error_text());
		return 0;
	case KEY_FILE:
		if (!*argument)
			argp_error(state, "--file: the file's name is empty");
		options->file = argument;
		return 0;
	case ARGP_KEY_ARG:
		compare_argument(state, &options->compare, argument);
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &options->compare;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Appends the names of the formats. The caller frees the text with free(). */
static char *report_help(int key, const char *text, void *input)
{
	GString *help;

	(void)input;
	if (key != ARGP_KEY_HELP_PRE_DOC)
		return (char *)text;
	help = g_string_new(text);
	g_string_append(help, "\n\nFormats:");
	for (const struct page_format *const *row = page_format_table; *row; row++)
		g_string_append_printf(help, "%s %s (%s; %s%s)",
				       row == page_format_table ? "" : ",", (*row)->name,
				       (*row)->help, (*row)->file ? "to " : "printed",
				       (*row)->file ? (*row)->file : "");
	g_string_append_c(help, '.');
	return g_string_free(help, FALSE);
}

static const struct argp_option report_options_table[] = {
	{ "format", KEY_FORMAT, "NAME", 0, "form of the report (default: html)", 0 },
	{ "file", KEY_FILE, "FILE", 0,
	  "write it to this file, \"-\" being standard output; a file that is not an earlier "
	  "report in that format is not overwritten",
	  0 },
	{ 0 },
};

static const struct argp_child report_children[] = {
	{ &compare_argp, 0, NULL, 0 },
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp report_argp = {
	.options = report_options_table,
	.parser = report_option,
	.children = report_children,
	.args_doc = "[CAMPAIGN[:SETUP]]",
	.doc = "Writes all that there is to pass on of CAMPAIGN (a name in campaigns/ of the output "
	       "folder, default: quick; or a folder), or of its comparison with another side: verdicts, tables, picture, notes, how to "
	       "repeat it, what was measured, what it does not show, and every run. A page goes to "
	       "a file in the campaign's folder, whose path is printed. Exit status 3: a setup has "
	       "no valid run.",
	.help_filter = report_help,
};

static int report_write(const struct options *options, const struct campaign *campaign,
			const struct report *report)
{
	const struct page_format *format = options->format;
	/* A comparison leaves the campaign's own page in place. */
	g_autofree char *name = g_strconcat(report->against ? "against-" : "", format->file, NULL);
	g_autofree char *path = options->file  ? g_strdup(options->file)
				: format->file ? g_build_filename(campaign->folder, name, NULL)
					       : g_strdup(STANDARD_OUTPUT);
	int err;

	if (!strcmp(path, STANDARD_OUTPUT))
		return format->print(campaign, report, stdout);
	err = page_format_write(format, campaign, report, path);
	if (!err)
		text_line(stdout, "%s", path);
	return err;
}

static int campaign_report(const struct options *options)
{
	struct compare compare = { NULL, NULL };
	int err = compare_open(&options->compare, &compare);

	if (!err)
		err = report_write(options, compare.side->campaign, compare.side->report);
	if (!err)
		err = report_check(compare.side->report, compare.side->campaign->folder);
	compare_close(&compare);
	return err;
}

int command_report(int argc, char **argv)
{
	struct options options = { .format = page_format_table[0] };

	command_parse(&report_argp, "report", argc, argv, &options);
	return command_end(campaign_report(&options));
}

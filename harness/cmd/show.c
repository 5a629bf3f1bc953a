// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench show`: a campaign's table, from its records alone. */
#include "cmd/command.h"

#include "report/report.h"
#include "util/error.h"

#include <errno.h>
#include <stdio.h>

static error_t show_option(int key, char *argument, struct argp_state *state)
{
	const char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	command_argument(state, name, argument, "campaign");
	return 0;
}

static const struct argp_child show_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp show_argp = {
	.parser = show_option,
	.children = show_children,
	.args_doc = "[CAMPAIGN]",
	.doc = "Prints the table of CAMPAIGN: a name in campaigns/ of the output folder (default: "
	       "quick), or a folder. Exit status 3: a setup has no valid run.",
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

static int campaign_show(const char *name)
{
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	int err = campaign_load(name ? name : "quick", &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		report_table(report, stdout);
	if (!err)
		err = setups_check(report, campaign->folder);
	report_free(report);
	campaign_free(campaign);
	return err;
}

int command_show(int argc, char **argv)
{
	const char *name = NULL;

	command_parse(&show_argp, "show", argc, argv, &name);
	return command_end(campaign_show(name));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench selftest`: does a verdict find what is known to be there, and nothing where nothing is?
 */
#include "cmd/command.h"

#include "campaign/campaign.h"
#include "cmd/experiment.h"
#include "cmd/look.h"
#include "report/format.h"
#include "selftest/selftest.h"
#include "util/error.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/status.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define KEY_RECORDS 256
#define KEY_TESTBED 257

struct options {
	struct work_options work;
	struct look look;
	const char *records; /* folder with both campaigns, or NULL: they are made */
	const char *testbed; /* or NULL: the experiments' own */
};

static error_t selftest_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &options->look;
		return 0;
	case 'j':
		options->work.jobs = command_jobs(state, argument);
		return 0;
	case 'n':
		options->work.dry_run = true;
		process_set_dry_run(true);
		return 0;
	case KEY_RECORDS:
		options->records = argument;
		return 0;
	case KEY_TESTBED:
		options->testbed = argument;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option selftest_options[] = {
	{ "jobs", 'j', "N", 0, COMMAND_JOBS_HELP, 0 },
	{ "testbed", KEY_TESTBED, "NAME", 0, "on this testbed (default: sim)", 0 },
	{ "records", KEY_RECORDS, "FOLDER", 0,
	  "only judge the campaigns " SELFTEST_KNOWN " and " SELFTEST_NULL " in FOLDER", 0 },
	{ "dry-run", 'n', NULL, 0, "print the plan and every external command, and do nothing", 0 },
	{ 0 },
};

static const struct argp_child selftest_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ &look_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp selftest_argp = {
	.options = selftest_options,
	.parser = selftest_option,
	.children = selftest_children,
	.doc = "Measures differences that are known beforehand, in small sizes, and judges them as "
	       "gate and show do: programs that take 2 and 5 % of every host CPU must come out as "
	       "losses of that size; async page faults switched off as a large one; and a kernel "
	       "whose functions only lie at other addresses, in 20 sets of boots, as no change.\v"
	       "It takes about an hour on two cores, and goes on after an interruption. Exit status "
	       "1: a check failed.",
};

/* "thief-2.beside=PATH" and so on; only the experiment that has them takes them. Free with
 * g_ptr_array_unref(). */
static GPtrArray *overrides_make(const struct options *options, bool has_thieves)
{
	GPtrArray *overrides = g_ptr_array_new_with_free_func(g_free);

	if (options->testbed)
		g_ptr_array_add(overrides, g_strdup_printf("testbed=%s", options->testbed));
	for (const struct selftest_thief *thief = selftest_thieves; has_thieves && thief->setup;
	     thief++) {
		g_autofree char *program = paths_program(thief->setup);

		g_ptr_array_add(overrides, g_strdup_printf("%s.beside=%s", thief->setup, program));
	}
	g_ptr_array_add(overrides, NULL);
	return overrides;
}

/* Makes what the campaign of that name lacks. */
static int campaign_make(const struct options *options, const char *name)
{
	g_autoptr(GPtrArray) overrides = overrides_make(options, !strcmp(name, SELFTEST_KNOWN));
	const struct schedule_options schedule = { .jobs = options->work.jobs };
	g_autofree char *folder = campaign_folder(name, NULL);
	struct experiment *experiment = NULL;
	const struct testbed *testbed = NULL;
	int err =
		experiment_open(name, (const char *const *)overrides->pdata, &experiment, &testbed);

	if (!err)
		err = options->work.dry_run ? experiment_show(experiment, testbed, &options->work,
							      folder, &schedule)
					    : schedule_run(experiment, testbed, folder, &schedule);
	experiment_free(experiment);
	return err;
}

static int report_open(const struct options *options, const char *name, struct campaign **campaign,
		       struct report **report)
{
	g_autofree char *folder = options->records ? g_build_filename(options->records, name, NULL)
						   : campaign_folder(name, NULL);
	g_autofree char *path = paths_from(NULL, folder);
	int err = campaign_load(path, campaign);

	return err ? err : report_make(*campaign, report);
}

/* Returns an enum status. */
static int checks_print(const struct options *options)
{
	struct campaign *known_campaign = NULL, *null_campaign = NULL;
	struct report *known = NULL, *null = NULL;
	struct model *model = NULL;
	size_t failed = 0;
	int err = report_open(options, SELFTEST_KNOWN, &known_campaign, &known);

	if (!err)
		err = report_open(options, SELFTEST_NULL, &null_campaign, &null);
	if (!err)
		err = selftest_judge(known, null, &model, &failed);
	if (!err)
		format_table[0]->print(model, &options->look, stdout);
	model_free(model);
	report_free(known);
	report_free(null);
	campaign_free(known_campaign);
	campaign_free(null_campaign);
	return err || !failed ? command_end(err) : STATUS_WORSE;
}

int command_selftest(int argc, char **argv)
{
	struct options options = { .records = NULL };
	int err = 0;

	command_parse(&selftest_argp, "selftest", argc, argv, &options);
	if (!options.records)
		err = campaign_make(&options, SELFTEST_KNOWN);
	if (!err && !options.records)
		err = campaign_make(&options, SELFTEST_NULL);
	return err || options.work.dry_run ? command_end(err) : checks_print(&options);
}

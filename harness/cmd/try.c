// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench try`: is a change of the kernel good? Builds it and what it is a change of, and judges.
 */
#include "cmd/command.h"

#include "campaign/campaign.h"
#include "cmd/experiment.h"
#include "cmd/look.h"
#include "cmd/measure.h"
#include "cmd/verdict.h"
#include "report/format.h"
#include "report/layout.h"
#include "settings/settings_program.h"
#include "stats/until.h"
#include "trial/trial.h"
#include "util/error.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/status.h"
#include "util/units.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define UNTIL_PERCENT 2.0
#define MOST	      20
#define BISECT_ENDS   255 /* above 127 git bisect run gives up */

/* No short options. */
enum {
	KEY_TREE = 768,
	KEY_BASE,
	KEY_SETUP,
	KEY_SERIES,
	KEY_UNDER,
	KEY_HOST_ONLY,
	KEY_GUEST_ONLY,
	KEY_EACH,
	KEY_BISECT,
	KEY_UNTIL,
	KEY_MOST,
	KEY_WITHIN
};

struct options {
	struct trial_options trial;
	GPtrArray *changes; /* char *, borrowed */
	GPtrArray *overrides;
	char **over, **under; /* series */
	struct until until;
	struct gate_options gate;
	struct look look;
	struct work_options work; /* what experiment_show() reads: jobs and dry_run */
	bool bisect;
};

/* "A,B"; "none" is an empty list. */
static char **series_list(struct argp_state *state, const char *option, const char *argument)
{
	if (!*argument)
		argp_error(state, "%s: names no series; `none` means none", option);
	return strcmp(argument, "none") ? g_strsplit(argument, ",", -1) : g_new0(char *, 1);
}

static void percent_set(struct argp_state *state, const char *option, const char *argument,
			double least, double *fraction)
{
	double percent;

	if (units_decimal(option, argument, &percent))
		argp_error(state, "%s", error_text());
	if (percent < least || percent >= 100)
		argp_error(state, "%s: %s: must be %g or more, and below 100 percent", option,
			   argument, least);
	*fraction = percent / 100;
}

static void switch_set(struct options *options, int key)
{
	options->trial.host_only |= key == KEY_HOST_ONLY;
	options->trial.guest_only |= key == KEY_GUEST_ONLY;
	options->trial.each |= key == KEY_EACH;
	options->bisect |= key == KEY_BISECT;
}

static error_t value_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_UNTIL:
		percent_set(state, "--until", argument, 0.001, &options->until.half_width);
		return 0;
	case KEY_WITHIN:
		percent_set(state, "--within", argument, 0, &options->gate.margin);
		return 0;
	case KEY_MOST:
		if (units_number("--most", argument, UNTIL_BOOTS, MEASURE_BOOTS,
				 &options->until.most))
			argp_error(state, "%s", error_text());
		return 0;
	case 'j':
		options->work.jobs = command_jobs(state, argument);
		return 0;
	case 's':
		g_ptr_array_add(options->overrides, argument);
		return 0;
	case 'n':
		options->work.dry_run = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t try_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &options->look;
		/* A wrong option must end a bisection, not condemn a commit. */
		for (int i = 1; i < state->argc; i++)
			if (!strcmp(state->argv[i], "--bisect"))
				argp_err_exit_status = BISECT_ENDS;
		return 0;
	case ARGP_KEY_ARG:
		g_ptr_array_add(options->changes, argument);
		return 0;
	case KEY_TREE:
		if (!*argument)
			argp_error(state, "--tree: the name is empty");
		options->trial.tree = argument;
		return 0;
	case KEY_BASE:
		if (!*argument || *argument == '-')
			argp_error(state, "--base: '%s' is no ref", argument);
		options->trial.base = argument;
		return 0;
	case KEY_SETUP:
		options->trial.setup = argument;
		return 0;
	case KEY_SERIES:
		options->over = series_list(state, "--series", argument);
		return 0;
	case KEY_UNDER:
		options->under = series_list(state, "--under", argument);
		return 0;
	case KEY_HOST_ONLY:
	case KEY_GUEST_ONLY:
	case KEY_EACH:
	case KEY_BISECT:
		switch_set(options, key);
		return 0;
	default:
		return value_option(key, argument, state);
	}
}

static const struct argp_option try_options[] = {
	{ "tree", KEY_TREE, "SOURCE", 0,
	  "a git tree, or another source as in an experiment, such as linux-source-6.1 (default: "
	  "the git tree around the current folder)",
	  0 },
	{ "base", KEY_BASE, "REF", 0,
	  "commit that the change is made to (default: that which the mail names, the range's "
	  "begin, else HEAD)",
	  0 },
	{ "setup", KEY_SETUP, "NAME", 0,
	  "pv, nonpv or master: how host and guest use async page faults (default: pv)", 0 },
	{ "host-only", KEY_HOST_ONLY, NULL, 0, "the guest stays as it was", 0 },
	{ "guest-only", KEY_GUEST_ONLY, NULL, 0, "the host stays as it was", 0 },
	{ "each", KEY_EACH, NULL, 0, "measure after each patch of the series", 0 },
	{ "until", KEY_UNTIL, "PERCENT", 0,
	  "add boots until the ratio's 95 % interval reaches at most PERCENT to either side "
	  "(default: 2)",
	  0 },
	{ "most", KEY_MOST, "BOOTS", 0, "at most so many boots per setup (default: 20)", 0 },
	{ "within", KEY_WITHIN, "PERCENT", 0, "tolerated loss (default: 5)", 0 },
	{ "bisect", KEY_BISECT, NULL, 0, "for git bisect run: exit status 0, 1 or 125 only", 0 },
	{ "series", KEY_SERIES, "NAME,...", 0,
	  "series of kernel-patches/ that go on both kernels (default: mainline), or none", 0 },
	{ "under", KEY_UNDER, "NAME,...", 0,
	  "series that are part of both kernels below the change (default: none)", 0 },
	{ "jobs", 'j', "N", 0, COMMAND_JOBS_HELP, 0 },
	{ "set", 's', "KEY=VALUE", 0, "change a key of the experiment, as for run", 0 },
	{ "dry-run", 'n', NULL, 0, "print the plan and every external command, and do nothing", 0 },
	{ 0 },
};

static const struct argp_child try_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ &look_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp try_argp = {
	.options = try_options,
	.parser = try_option,
	.children = try_children,
	.args_doc = "[CHANGE...]",
	.doc = "Builds the kernel with and without a change, measures both, and judges: better, same, "
	       "not worse, unclear, or worse. CHANGE is a patch file, a mail or mailbox, a quilt "
	       "folder, a range A..B of commits, or - for standard input; without one, it is all "
	       "that the tree has over its base, committed or not. The tree itself stays as it "
	       "is.\v"
	       "Sizes are small: a container of 160M, an array of 256M, windows of 10 s, threads in "
	       "pairs. --set seconds=60 and the like make them others.\n\n"
	       "The experiment is in trials/ of the output folder, and can be run, shown and changed "
	       "like any other. The same change is not measured twice.\n\n"
	       "Exit status as of gate: 0, 1 (worse), 125 (unclear), 3 (a run is invalid); 5: the "
	       "change does not apply or build. With --bisect, whatever is neither good nor worse is "
	       "125, and git bisect skips it; --base names the commit to compare with.",
};

/* A bisection must not take a failure for a verdict: 1 to 124 mean bad, above 127 it ends. */
static int bisect_status(int status)
{
	return status == STATUS_OK || status == STATUS_WORSE || status == STATUS_INTERRUPTED
		       ? status
		       : STATUS_UNCLEAR;
}

/* Does --set make the workload a program, which has no settings of bm? */
static bool has_program(const GPtrArray *overrides)
{
	static const char key[] = "workload=";

	for (guint i = 0; i < overrides->len; i++)
		if (g_str_has_prefix(overrides->pdata[i], key) &&
		    settings_program_is((const char *)overrides->pdata[i] + strlen(key)))
			return true;
	return false;
}

/* Is it the table of a metric that is compared beside the first? */
static bool is_of_metric(const struct table *table, const struct report *report)
{
	const struct metric *metric = report->workload->metrics + 1;

	while (metric->name && strcmp(metric->name, table->name) != 0)
		metric++;
	return metric->name != NULL;
}

/* What the change did: the rest is for `apfbench show`. */
static void mechanism_print(const struct report *report, const struct look *look)
{
	static const char *const shown[] = { "mechanism", "time", "latency", NULL };
	struct model *model = layout_make(report);

	for (guint i = model->tables->len; i-- > 0;) {
		const struct table *table = model->tables->pdata[i];

		if (!g_strv_contains(shown, table->name) && !is_of_metric(table, report))
			g_ptr_array_remove_index(model->tables, i);
	}
	g_ptr_array_set_size(model->lines, 0);
	g_free(model->title);
	model->title = g_strdup("What it does, as means over runs and in one traced run of each:");
	format_table[0]->print(model, look, stdout);
	model_free(model);
}

/* Returns an enum status. */
static int judge(const struct options *options, const char *folder)
{
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	struct gate *gate = NULL;
	int status, err = campaign_load(folder, &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		err = gate_make(report, &options->gate, &gate);
	if (!err) {
		gate_print(gate, &options->look, stdout);
		putchar('\n');
		mechanism_print(report, &options->look);
		command_flush();
		progress_note("all tables: apfbench show %s", folder);
	}
	status = err ? command_end(err) : verdict_status(gate);
	gate_free(gate);
	report_free(report);
	campaign_free(campaign);
	return status;
}

/* -EOVERFLOW: measured, and the verdict is all the same as the intervals allow. */
static int trial_measure(const struct options *options, const char *file, char **folder)
{
	const char *const *overrides = (const char *const *)options->overrides->pdata;
	const struct schedule_options schedule = { .jobs = options->work.jobs };
	struct experiment *experiment = NULL;
	const struct testbed *testbed = NULL;
	int err = experiment_open(file, overrides, &experiment, &testbed);

	*folder = err ? NULL : campaign_folder(experiment->name, overrides);
	if (!err)
		measure_adopt(*folder, experiment);
	if (!err)
		err = options->work.dry_run
			      ? experiment_show(experiment, testbed, &options->work, *folder,
						&schedule)
			      : measure(experiment, testbed, *folder, &schedule, &options->until);
	experiment_free(experiment);
	return err;
}

/* Returns an enum status. */
static int try_change(const struct options *options)
{
	g_autofree char *file = NULL, *folder = NULL;
	int err = trial_make(&options->trial, &file);

	if (!err) {
		/* The experiment has to be there for its plan to be printed. */
		process_set_dry_run(options->work.dry_run);
		err = trial_measure(options, file, &folder);
	}
	if ((err && err != -EOVERFLOW) || options->work.dry_run)
		return command_end(err);
	return judge(options, folder);
}

int command_try(int argc, char **argv)
{
	static char mainline[] = "mainline";
	static char *const series[] = { mainline, NULL };
	struct options options = { .trial.setup = TRIAL_SETUP,
				   .until = { UNTIL_PERCENT / 100, MOST, NULL },
				   .gate.margin = GATE_MARGIN };
	int status;

	options.changes = g_ptr_array_new();
	options.overrides = g_ptr_array_new();
	command_parse(&try_argp, "try", argc, argv, &options);
	options.trial.has_program = has_program(options.overrides);
	g_ptr_array_add(options.changes, NULL);
	g_ptr_array_add(options.overrides, NULL);
	options.trial.changes = (char *const *)options.changes->pdata;
	options.trial.over = options.over ? options.over : series;
	options.trial.under = options.under;
	status = try_change(&options);
	g_ptr_array_unref(options.changes);
	g_ptr_array_unref(options.overrides);
	g_strfreev(options.over);
	g_strfreev(options.under);
	return options.bisect ? bisect_status(status) : status;
}

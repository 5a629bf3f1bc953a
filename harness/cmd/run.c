// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench run`: the missing runs of an experiment's campaign, then its table and plot. */
#include "cmd/command.h"

#include "campaign/campaign.h"
#include "cmd/experiment.h"
#include "cmd/look.h"
#include "cmd/measure.h"
#include "plot/plot.h"
#include "report/format.h"
#include "report/reference.h"
#include "stats/until.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"
#include "util/status.h"
#include "util/units.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

/* No short options. */
enum {
	KEY_RETRY_INVALID = 256,
	KEY_PROFILE,
	KEY_UNTIL,
	KEY_MOST
};

struct run_options {
	struct work_options work;
	struct schedule_options campaign;
	struct until until; /* half_width 0: none */
	bool most_given;
	const char *folder;
	struct look look;
};

static error_t run_option(int key, char *argument, struct argp_state *state)
{
	struct run_options *options = state->input;
	double percent;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &options->work;
		state->child_inputs[1] = &options->look;
		return 0;
	case KEY_RETRY_INVALID:
		options->campaign.retry_invalid = true;
		return 0;
	case KEY_PROFILE:
		options->campaign.profile = true;
		return 0;
	case KEY_UNTIL:
		if (units_decimal("--until", argument, &percent))
			argp_error(state, "%s", error_text());
		if (percent < 0.001 || percent >= 100)
			argp_error(state,
				   "--until: %s: must be 0.001 or more, and below 100 percent",
				   argument);
		options->until.half_width = percent / 100;
		return 0;
	case KEY_MOST:
		if (units_number("--most", argument, UNTIL_BOOTS, MEASURE_BOOTS,
				 &options->until.most))
			argp_error(state, "%s", error_text());
		options->most_given = true;
		return 0;
	case ARGP_KEY_END:
		if (options->most_given && !(options->until.half_width > 0))
			argp_error(state, "--most: limits --until, which is not given");
		return 0;
	case 'c':
		if (!*argument)
			argp_error(state, "-c: the folder's name is empty");
		options->folder = argument;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option run_options_table[] = {
	{ "campaign", 'c', "FOLDER", 0,
	  "folder for records and logs: a campaign, or a new or empty folder (default: "
	  "campaigns/EXPERIMENT in the output folder)",
	  0 },
	{ "retry-invalid", KEY_RETRY_INVALID, NULL, 0, "repeat the campaign's invalid runs", 0 },
	{ "until", KEY_UNTIL, "PERCENT", 0,
	  "add boots until the 95 % interval of every ratio (with --only: of these setups') reaches "
	  "at most PERCENT to either side",
	  0 },
	{ "most", KEY_MOST, "BOOTS", 0,
	  "with --until: at most so many boots per setup (default: 40)", 0 },
	{ "profile", KEY_PROFILE, NULL, 0,
	  "one more run of each setup, in no table, that records what its host executes; `apfbench "
	  "profile` prints it",
	  0 },
	{ 0 },
};

static const struct argp_child run_children[] = {
	{ &work_argp, 0, NULL, 0 },
	{ &look_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp run_argp = {
	.options = run_options_table,
	.parser = run_option,
	.children = run_children,
	.args_doc = "[EXPERIMENT]",
	.doc = "Makes the runs of EXPERIMENT (a name from `apfbench list` or a file; default: "
	       "quick) that its campaign still lacks, and prints the table. After an "
	       "interruption, the same command goes on where it stopped.\v"
	       "The records are in campaigns/EXPERIMENT/ of the output folder. --set gives the "
	       "campaign a folder of its own there, EXPERIMENT,KEY=VALUE, so that numbers of "
	       "different experiments do not mix.\n\n"
	       "APFBENCH_SNAPSHOT_BUDGET in the environment: bytes (with K, M, G or T; default "
	       "20G) of snapshots of prepared hosts that are kept for later runs.\n\n"
	       "--until looks at the widths of intervals only, never at what they contain. A campaign "
	       "that has grown stays so.\n\n"
	       "Exit status 3: a run is invalid; the table says why. 125: with --until, the intervals "
	       "are still too wide.",
};

/* Best effort: the table has been printed. */
static void run_plot(const struct report *report, const char *folder)
{
	g_autoptr(GPtrArray) files = NULL;

	if (plot_files(report, folder, &files)) {
		progress_warn("no plot: %s", error_text());
		return;
	}
	for (guint i = 0; i < files->len; i++)
		progress_note("plot: %s", (const char *)files->pdata[i]);
}

/* Prints the table and draws the plot. -EPROTO if a run is invalid, since scripts read only the
 * status. */
static int run_report(const char *folder, const struct look *look)
{
	struct campaign *campaign = NULL;
	struct report *report = NULL;
	size_t invalid = 0;
	int err = campaign_load(folder, &campaign);

	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		format_print(format_table[0], report, look, stdout);
	command_flush();
	if (!err && report_has_figures(report))
		run_plot(report, folder);
	for (guint i = 0; !err && i < report->setups->len; i++)
		invalid += ((struct report_setup *)report->setups->pdata[i])->invalid;
	if (!err && invalid)
		err = error_set(
			EPROTO,
			"%s: %zu invalid run%s; reasons above; --retry-invalid repeats invalid "
			"runs",
			folder, invalid, units_plural(invalid));
	report_free(report);
	campaign_free(campaign);
	return err;
}

/* Checked before anything is measured: a wrong name would leave the table without that column. When
 * a table is printed later it is a note. */
static int reference_check(const char *name, const char *folder)
{
	g_autofree char *begun = g_build_filename(folder, "experiment.json", NULL);
	struct reference *reference;

	if (!name || fs_exists(begun))
		return 0;
	if (reference_load(name, &reference))
		return error_set(EINVAL, "%s", error_text());
	reference_free(reference);
	return 0;
}

static int run_experiment(const struct run_options *options)
{
	struct experiment *experiment = NULL;
	const struct testbed *testbed = NULL;
	g_autofree char *folder = NULL;
	bool wide = false;
	int err = experiment_open(options->work.experiment, options->work.overrides, &experiment,
				  &testbed);

	if (!err) {
		folder = options->folder
				 ? campaign_path(options->folder)
				 : campaign_folder(experiment->name, options->work.overrides);
		err = reference_check(experiment->reference, folder);
		measure_adopt(folder, experiment);
	}
	if (!err)
		err = options->work.dry_run ? experiment_show(experiment, testbed, &options->work,
							      folder, &options->campaign)
					    : measure(experiment, testbed, folder,
						      &options->campaign, &options->until);
	wide = err == -EOVERFLOW;
	err = wide ? 0 : err;
	if (!err && options->campaign.profile && !options->work.dry_run)
		progress_note("profiles: apfbench profile %s/SETUP-b1-r1-profile", folder);
	if (!err && !options->work.dry_run)
		err = run_report(folder, &options->look);
	experiment_free(experiment);
	return !err && wide ? -EOVERFLOW : err;
}

int command_run(int argc, char **argv)
{
	struct run_options options = { .until.most = MEASURE_MOST };
	int err, status;

	command_parse(&run_argp, "run", argc, argv, &options);
	options.campaign.jobs = options.work.jobs;
	options.campaign.only = (const char *const *)options.work.only;
	err = run_experiment(&options);
	if (err == -EOVERFLOW) {
		progress_note("the intervals are wider than %g %%; run the same command with a "
			      "larger --most",
			      100 * options.until.half_width);
		status = STATUS_UNCLEAR;
	} else {
		status = command_end(err);
	}
	work_options_clear(&options.work);
	return status;
}

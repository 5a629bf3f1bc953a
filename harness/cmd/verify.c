// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench verify`: makes recorded runs again, and says which of them repeat. */
#include "cmd/command.h"

#include "util/error.h"
#include "util/status.h"
#include "util/text.h"
#include "util/units.h"
#include "verify/verify.h"

#include <string.h>

#define RUNS_DEFAULT 1
#define RUNS_MAX     100000
#define INPUTS_SHOWN 5

/* No short option: a letter means the same in all commands. */
enum {
	KEY_RUNS = 256,
	KEY_ONLY
};

struct options {
	const char *what;
	char **only;
	struct verify_options verify;
};

static void runs_read(struct argp_state *state, const char *argument, uint64_t *runs)
{
	if (strcmp(argument, "all") == 0)
		*runs = 0;
	else if (units_number("--runs", argument, 1, RUNS_MAX, runs))
		argp_error(state, "%s, nor \"all\"", error_text());
}

static error_t verify_option(int key, char *argument, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case KEY_RUNS:
		runs_read(state, argument, &options->verify.runs);
		return 0;
	case KEY_ONLY:
		command_names(state, &options->only, argument);
		options->verify.only = (const char *const *)options->only;
		return 0;
	case 'j':
		options->verify.jobs = command_jobs(state, argument);
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->what, argument, "campaign or record");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option verify_options_table[] = {
	{ "runs", KEY_RUNS, "N|all", 0,
	  "make N runs of each setup again, or all of them (default: 1)", 0 },
	{ "only", KEY_ONLY, "SETUP,...", 0, "these setups only", 0 },
	{ "jobs", 'j', "N", 0, COMMAND_JOBS_HELP, 0 },
	{ 0 },
};

static const struct argp_child verify_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp verify_argp = {
	.options = verify_options_table,
	.parser = verify_option,
	.children = verify_children,
	.args_doc = "[CAMPAIGN|RECORD]",
	.doc = "Makes runs of CAMPAIGN again (a name in campaigns/ of the output folder, default: "
	       "quick; or a folder), or that of RECORD (the file of a record in a campaign), from "
	       "what its records and experiment.json state, and compares all that a record "
	       "determines.\v"
	       "Of each setup's valid measured runs some are taken, evenly, the same ones each "
	       "time; with RECORD it may be any run. Kernels and images come from the caches, by "
	       "the hashes in the records; else they are made again. Nothing is added to the "
	       "campaign, and the folder of the new runs is removed; preparations stay in their "
	       "cache, and are taken from it (`apfbench prune preparations --remove` makes sure "
	       "that they are made again).\n\n"
	       "Each run is verified; or it differs, with the first value that does, and with the "
	       "recorded inputs that are not the present ones; or it cannot be verified, since an "
	       "input is missing.\n\n"
	       "Exit status 0: all are verified. 7: one differs, and its inputs do not. 6: one "
	       "differs, and so do its inputs. 77: one cannot be verified.",
};

/* "; other inputs: A -> B; C -> D; and 3 more" */
static void inputs_append(GString *line, const GPtrArray *inputs)
{
	for (guint i = 0; i < inputs->len && i < INPUTS_SHOWN; i++)
		g_string_append_printf(line, "%s%s", i ? "; " : "; other inputs: ",
				       (const char *)inputs->pdata[i]);
	if (inputs->len > INPUTS_SHOWN)
		g_string_append_printf(line, "; and %u more", inputs->len - INPUTS_SHOWN);
}

static void run_print(const struct verify_run *run)
{
	static const char *const words[VERIFY_VERDICTS] = {
		[VERIFY_SAME] = "verified",
		[VERIFY_DIFFERS] = "differs",
		[VERIFY_OTHER] = "differs",
		[VERIFY_CANNOT] = "cannot verify",
	};
	g_autoptr(GString) line = g_string_new(run->name);

	if (run->verdict == VERIFY_OPEN)
		return;
	g_string_append_printf(line, ": %s", words[run->verdict]);
	if (run->text)
		g_string_append_printf(line, ": %s", run->text);
	if (run->verdict == VERIFY_DIFFERS)
		g_string_append(line, "; with equal inputs");
	if (run->inputs)
		inputs_append(line, run->inputs);
	text_line(stdout, "%s", line->str);
}

struct counts {
	guint verdicts[VERIFY_VERDICTS];
	guint prepared; /* on preparations from the cache */
};

/* "gate: 1 verified, 1 differs with equal inputs (2 made on preparations from the cache)" */
static void summary_print(const struct verify *verify, const struct counts *counts)
{
	static const struct {
		enum verify_verdict verdict;
		const char *one, *more;
	} rows[] = {
		{ VERIFY_SAME, "verified", "verified" },
		{ VERIFY_DIFFERS, "differs with equal inputs", "differ with equal inputs" },
		{ VERIFY_OTHER, "differs with other inputs", "differ with other inputs" },
		{ VERIFY_CANNOT, "cannot be verified", "cannot be verified" },
		{ VERIFY_OPEN, "not made again", "not made again" },
	};
	g_autoptr(GString) line = g_string_new(NULL);

	if (counts->verdicts[VERIFY_OPEN] == verify->runs->len)
		return; /* there is only an error */
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const guint count = counts->verdicts[rows[i].verdict];

		if (count)
			g_string_append_printf(line, "%s %u %s", line->len ? "," : ":", count,
					       count == 1 ? rows[i].one : rows[i].more);
	}
	if (counts->prepared)
		g_string_append_printf(line, " (%u on a preparation from the cache)",
				       counts->prepared);
	text_line(stdout, "%s%s", verify->experiment->name, line->str);
}

static int status_of(const struct counts *counts)
{
	if (counts->verdicts[VERIFY_DIFFERS])
		return STATUS_DIFFERS;
	if (counts->verdicts[VERIFY_OTHER])
		return STATUS_STALE;
	return counts->verdicts[VERIFY_CANNOT] ? STATUS_LACKING : STATUS_OK;
}

static int verdicts_print(const struct verify *verify)
{
	struct counts counts = { 0 };

	for (guint i = 0; i < verify->runs->len; i++) {
		const struct verify_run *run = verify->runs->pdata[i];

		run_print(run);
		counts.verdicts[run->verdict]++;
		counts.prepared += run->was_prepared;
	}
	summary_print(verify, &counts);
	return status_of(&counts);
}

int command_verify(int argc, char **argv)
{
	struct options options = { .verify.runs = RUNS_DEFAULT };
	struct verify *verify = NULL;
	int err, status = STATUS_OK;

	command_parse(&verify_argp, "verify", argc, argv, &options);
	err = verify_open(options.what ? options.what : "quick", &options.verify, &verify);
	if (!err) {
		err = verify_make(verify, &options.verify);
		status = verdicts_print(verify);
	}
	if (err)
		status = command_end(err);
	verify_free(verify);
	g_strfreev(options.only);
	return status;
}

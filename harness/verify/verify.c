// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes recorded runs again in a folder of its own, and compares what comes out. */
#include "verify/verify.h"

#include "experiment/part.h"
#include "record/record.h"
#include "record/repeat.h"
#include "schedule/outcome.h"
#include "schedule/scheduler.h"
#include "testbed/cache.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"
#include "util/scratch.h"
#include "util/units.h"
#include "verify/pass.h"

#include <errno.h>
#include <string.h>

/* The place of a run that failed, or whose failure was not recorded. */
static const json_t *inputs_now(const struct pass *pass, const struct verify_run *run,
				const json_t *again, json_t **known)
{
	const json_t *recorded = record_lookup(again, "determined.inputs");

	*known = json_is_object(recorded) ? NULL : pass->testbed->inputs(pass->state, &run->run);
	return *known ? *known : recorded;
}

/* Why a repetition that differs is no result, behind what differs. */
static void reasons_add(GString *text, const json_t *again)
{
	g_autofree char *outcome = NULL;

	if (outcome_is_valid(again))
		return;
	outcome = outcome_text(again);
	g_string_append_printf(text, "; made again, it is %s", outcome);
}

static void run_judge(const struct pass *pass, struct verify_run *run, const json_t *again)
{
	json_t *known;
	const json_t *now = inputs_now(pass, run, again, &known);
	GString *text = g_string_new(NULL);
	guint more;
	g_autofree char *difference = repeat_difference(run->record, again, &more);

	run->inputs =
		repeat_inputs(record_lookup(run->record, "determined.inputs"), now, known != NULL);
	json_decref(known);
	run->was_prepared = json_is_true(record_lookup(again, "circumstances.prepared_from_cache"));
	if (!difference) {
		run->verdict = VERIFY_SAME;
		g_string_free(text, TRUE);
		return;
	}
	run->verdict = run->inputs->len ? VERIFY_OTHER : VERIFY_DIFFERS;
	g_string_append(text, difference);
	if (more)
		g_string_append_printf(text, ", and %u more", more);
	reasons_add(text, again);
	run->text = g_string_free(text, FALSE);
}

/* Also after an error: of the runs that were made. */
static int runs_judge(const struct pass *pass, const char *folder)
{
	int err = 0;

	for (guint i = 0; !err && i < pass->runs->len; i++) {
		struct verify_run *run = pass->runs->pdata[i];
		g_autofree char *path = folder_record_path(folder, &run->run);
		json_t *again = NULL;

		if (!fs_exists(path))
			continue;
		err = record_load(path, &again);
		if (!err)
			run_judge(pass, run, again);
		json_decref(again);
	}
	return err;
}

static int runs_make(const struct pass *pass, const char *path)
{
	g_autofree char *records = g_build_filename(path, "records", NULL);
	const struct folder folder = { .path = (char *)path, .lock = -1 };
	g_autoptr(GPtrArray) missing = g_ptr_array_new();
	struct schedule schedule = {
		.experiment = pass->verify->experiment,
		.testbed = pass->testbed,
		.state = pass->state,
		.folder = &folder,
		.missing = missing,
		.total = pass->runs->len,
		.jobs = pass->jobs,
	};
	struct schedule_result result = { 0 };
	int err;

	for (guint i = 0; i < pass->runs->len; i++)
		g_ptr_array_add(missing, &((struct verify_run *)pass->runs->pdata[i])->run);
	err = fs_make_folder(records);
	if (!err)
		err = peers_load(path, &schedule.peers);
	if (!err)
		err = scheduler_run(&schedule, &result);
	peers_free(schedule.peers);
	if (err == -EINTR)
		err = error_set(EINTR,
				"interrupted; %u of %u runs were made again, and nothing is left "
				"of them",
				result.made, missing->len);
	return err;
}

/* In a folder that a later start removes if this one is killed. */
static int pass_make(const struct pass *pass)
{
	char *folder = NULL, *kept;
	int err = scratch_make(&folder);

	if (!err)
		err = scratch_disown(runs_make(pass, folder), folder);
	kept = err ? error_keep() : NULL;
	if (folder) {
		int failed = runs_judge(pass, folder);

		err = err ? err : failed;
	}
	scratch_remove(folder);
	return kept ? error_restore(err, kept) : err;
}

static bool has_open(const struct verify *verify)
{
	for (guint i = 0; i < verify->runs->len; i++)
		if (((struct verify_run *)verify->runs->pdata[i])->verdict == VERIFY_OPEN)
			return true;
	return false;
}

/* While others take their time. */
static void refused_note(const struct verify *verify)
{
	for (guint i = 0; i < verify->runs->len; i++) {
		const struct verify_run *run = verify->runs->pdata[i];

		if (run->verdict == VERIFY_CANNOT)
			progress_note("%s: cannot verify: %s", run->name, run->text);
	}
}

static int passes_make(struct verify *verify, const struct testbed *testbed, unsigned int jobs)
{
	bool began = false;
	int err = 0;

	while (!err && has_open(verify)) {
		struct pass pass;

		err = pass_open(&pass, verify, testbed, jobs);
		if (!err && pass.runs->len) {
			if (!began)
				refused_note(verify);
			began = true;
			pass_note_others(&pass);
			err = pass_make(&pass);
		}
		pass_close(&pass);
	}
	return err;
}

/* Can the testbed run these setups here? */
static int setups_check(const struct verify *verify, const struct testbed *testbed)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct experiment part;
	int err;

	for (guint i = 0; i < verify->runs->len; i++)
		g_ptr_array_add(names,
				((struct verify_run *)verify->runs->pdata[i])->run.setup->name);
	g_ptr_array_add(names, NULL);
	err = part_take(verify->experiment, (const char *const *)names->pdata, &part);
	if (!err && testbed->check)
		err = testbed->check(&part);
	part_clear(&part);
	return err;
}

int verify_testbed(const struct verify *verify, const struct testbed **testbed)
{
	int err;

	*testbed = testbed_find(verify->experiment->testbed);
	if (!*testbed)
		return error_set(EINVAL, "%s: there is no testbed \"%s\"", verify->folder,
				 verify->experiment->testbed);
	scratch_sweep(); /* of a killed process */
	err = (*testbed)->probe();
	if (!err)
		err = setups_check(verify, *testbed);
	return err || !(*testbed)->need.kernels ? err : cache_claim();
}

int verify_make(struct verify *verify, const struct verify_options *options)
{
	const struct testbed *testbed;
	int err = verify_testbed(verify, &testbed);

	return err ? err : passes_make(verify, testbed, options->jobs);
}

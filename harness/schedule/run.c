// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the missing runs of an experiment in its campaign's folder. */
#include "schedule/run.h"

#include "campaign/campaign.h"
#include "campaign/fit.h"
#include "experiment/part.h"
#include "kernel/kernel.h"
#include "record/record.h"
#include "schedule/folder.h"
#include "schedule/outcome.h"
#include "schedule/scheduler.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/progress.h"
#include "util/scratch.h"
#include "util/units.h"

#include <errno.h>

static int missing_find(const GPtrArray *plan, const char *folder, bool retry_invalid,
			GPtrArray **missing)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	*missing = NULL;
	for (guint i = 0; i < plan->len; i++) {
		g_autofree char *path = folder_record_path(folder, plan->pdata[i]);
		json_t *record = NULL;
		bool valid;
		int err;

		if (fs_exists(path)) {
			err = record_load(path, &record);
			if (err)
				return error_prefix(err, "remove it to make it again");
			err = fit_check_run(path, record, plan->pdata[i]);
			valid = outcome_is_valid(record);
			json_decref(record);
			if (err)
				return err;
			if (valid || !retry_invalid)
				continue;
		}
		g_ptr_array_add(list, plan->pdata[i]);
	}
	*missing = g_steal_pointer(&list);
	return 0;
}

/*
 * If the series changed, never show old records, not even those of setups that are not run now:
 * they are in the table. If a kernel's source or a compiler is missing, nothing else can have been
 * built, and the records stand.
 */
static int kernels_compare(const struct experiment *experiment, const struct testbed *testbed,
			   const char *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = testbed->need.kernels ? campaign_records(folder, &names) : 0;

	if (err || !names || !names->len)
		return err;
	for (guint i = 0; i < experiment->kernels->len; i++) {
		const struct kernel_spec *spec = experiment->kernels->pdata[i];
		g_autofree char *kept = g_build_filename(folder, "kernels", spec->name, NULL);

		err = fs_exists(kept) ? kernel_compare(spec, testbed->need.simulated, kept) : 0;
		if (err == -ENOENT || err == -ENOPKG)
			progress_warn(
				"%s; cannot check whether these records were made with this kernel",
				error_text());
		else if (err)
			return err;
	}
	return 0;
}

int schedule_look(const struct experiment *experiment, const struct testbed *testbed,
		  const GPtrArray *plan, const char *folder, bool retry_invalid,
		  GPtrArray **missing)
{
	int err = folder_look(folder, experiment);

	if (!err)
		err = kernels_compare(experiment, testbed, folder);
	return err ? err : missing_find(plan, folder, retry_invalid, missing);
}

static int kernels_forget(const char *kernels)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(kernels, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *kept = g_build_filename(kernels, names->pdata[i], NULL);

		err = kernel_forget(kept);
	}
	return err;
}

/* Keeps the kernels of setups beside the records: the cache may be pruned, a tree may change. */
static int kernels_keep(const struct schedule *schedule, const struct artefacts *artefacts)
{
	const char *folder = schedule->folder->path;
	const GPtrArray *setups = schedule->experiment->setups;
	g_autofree char *kernels = g_build_filename(folder, "kernels", NULL);
	g_autoptr(GPtrArray) names = NULL;
	int err = campaign_records(folder, &names);

	/* As with experiment.json: without records there is no other kernel to compare with. */
	if (!err && !names->len)
		err = kernels_forget(kernels);
	for (guint i = 0; !err && i < setups->len; i++) {
		const struct setup *setup = setups->pdata[i];
		const char *const used[] = { setup->host_kernel, setup->guest_kernel };

		for (size_t j = 0; !err && j < G_N_ELEMENTS(used); j++) {
			g_autofree char *kept = g_build_filename(kernels, used[j], NULL);

			err = kernel_keep(used[j],
					  &artefacts_find_kernel(artefacts, used[j])->build, kept);
		}
	}
	return err;
}

/* With the folder locked: makes what the testbed needs, opens it, and makes the runs. */
static int missing_make(const struct experiment *experiment, const struct testbed *testbed,
			const struct folder *folder, const struct schedule_options *options,
			const GPtrArray *missing, guint total)
{
	struct schedule schedule = { .experiment = experiment,
				     .testbed = testbed,
				     .folder = folder,
				     .missing = missing,
				     .total = total,
				     .jobs = options->jobs };
	struct schedule_result result = { 0 };
	gint64 began = g_get_monotonic_time();
	struct artefacts *artefacts = NULL;
	g_autofree char *took = NULL;
	int err = peers_load(folder->path, &schedule.peers);

	if (!err)
		err = testbed_make(testbed, experiment, options->jobs, &artefacts);
	if (!err && testbed->need.kernels)
		err = kernels_keep(&schedule, artefacts);
	if (!err)
		err = testbed->open(experiment, artefacts, &schedule.state);
	if (!err) {
		err = scheduler_run(&schedule, &result);
		testbed->close(schedule.state);
	}
	artefacts_free(artefacts);
	peers_free(schedule.peers);
	if (err)
		return err;
	took = units_duration_human((double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
	progress_note("%s: %u runs made, %u of them invalid, in %s", experiment->name, result.made,
		      result.invalid, took);
	return 0;
}

/* With the folder held. */
static int part_run(const struct experiment *part, const struct testbed *testbed,
		    const struct folder *folder, const struct schedule_options *options)
{
	g_autoptr(GPtrArray) plan = plan_make(part);
	g_autoptr(GPtrArray) missing = NULL;
	int err;

	if (options->profile)
		plan_add(part, RUN_PROFILED, plan);
	err = missing_find(plan, folder->path, options->retry_invalid, &missing);
	if (err)
		return err;
	if (!missing->len) {
		progress_note("%s: all %u runs are already recorded in %s", part->name, plan->len,
			      folder->path);
		return 0;
	}
	if (missing->len < plan->len)
		progress_note("%s: %u of %u runs are already recorded in %s", part->name,
			      plan->len - missing->len, plan->len, folder->path);
	return missing_make(part, testbed, folder, options, missing, plan->len);
}

int schedule_run(const struct experiment *experiment, const struct testbed *testbed,
		 const char *folder, const struct schedule_options *options)
{
	g_autofree char *path = campaign_path(folder);
	char *kept = NULL;
	struct experiment part;
	struct folder held;
	int err = testbed->probe();

	scratch_sweep(); /* of a killed process, even if nothing is left to do here */
	if (!err)
		err = part_take(experiment, options->only, &part);
	if (err)
		return err;
	/* Whatever part is run: the folder belongs to the whole experiment. */
	err = folder_open(&held, path, experiment);
	if (!err) {
		err = kernels_compare(experiment, testbed, held.path);
		if (!err)
			err = part_run(&part, testbed, &held, options);
		kept = err ? error_keep() : NULL;
		folder_close(&held);
	}
	part_clear(&part);
	return kept ? error_restore(err, kept) : err;
}

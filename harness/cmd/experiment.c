// SPDX-License-Identifier: GPL-2.0-or-later
/* Opens an experiment for run and build, and prints what they would do. */
#include "cmd/experiment.h"

#include "experiment/part.h"
#include "record/run_name.h"
#include "util/error.h"
#include "util/paths.h"
#include "util/progress.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

static void advice_print(const char *text)
{
	progress_warn("%s", text);
}

int experiment_testbed(const char *name, const struct testbed **testbed)
{
	g_autoptr(GString) names = g_string_new(NULL);

	*testbed = testbed_find(name);
	if (*testbed)
		return (*testbed)->probe();
	for (size_t i = 0; testbed_table[i]; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "", testbed_table[i]->name);
	return error_set(EINVAL, "testbed \"%s\": no such testbed; there are %s", name, names->str);
}

int experiment_open(const char *name, const char *const overrides[], struct experiment **experiment,
		    const struct testbed **testbed)
{
	int err = experiment_load(name, overrides, experiment);

	if (!err)
		experiment_advise(*experiment, advice_print);
	return err ? err : experiment_testbed((*experiment)->testbed, testbed);
}

static int runs_show(const struct testbed *testbed, void *state, const GPtrArray *runs)
{
	int err = 0;

	for (guint i = 0; !err && i < runs->len; i++) {
		const struct plan_run *run = runs->pdata[i];

		text_line(stdout,
			  "# run %u of %u: %s, boot %" PRIu64 " (seed %" PRIu64 "), run %" PRIu64
			  " (seed %" PRIu64 ")%s",
			  i + 1, runs->len, run->setup->name, run->boot, run->boot_seed, run->run,
			  run->seed, run_name_kind(run->kind));
		err = testbed->show(state, run, stdout);
		command_flush();
	}
	return err;
}

int experiment_build(const struct experiment *experiment, const struct testbed *testbed,
		     const struct work_options *options)
{
	struct artefacts *artefacts = NULL;
	struct experiment part;
	int err = part_take(experiment, (const char *const *)options->only, &part);

	if (!err)
		err = testbed_make(testbed, &part, options->jobs, &artefacts);
	artefacts_free(artefacts);
	part_clear(&part);
	return err;
}

static int part_show(const struct experiment *part, const struct testbed *testbed,
		     unsigned int jobs, const GPtrArray *runs)
{
	struct artefacts *artefacts = NULL;
	void *state = NULL;
	int err = testbed_make(testbed, part, jobs, &artefacts);

	if (!err)
		err = testbed->open(part, artefacts, &state);
	if (!err) {
		err = runs_show(testbed, state, runs);
		testbed->close(state);
	}
	artefacts_free(artefacts);
	return err;
}

int experiment_show(const struct experiment *experiment, const struct testbed *testbed,
		    const struct work_options *options, const char *folder,
		    const struct schedule_options *campaign)
{
	g_autoptr(GPtrArray) plan = NULL, missing = NULL;
	struct experiment part;
	int err = part_take(experiment, (const char *const *)options->only, &part);

	if (!err) {
		plan = plan_make(&part);
		if (campaign->profile)
			plan_add(&part, RUN_PROFILED, plan);
		err = schedule_look(experiment, testbed, plan, folder, campaign->retry_invalid,
				    &missing);
	}
	if (!err && missing->len < plan->len)
		text_line(stdout, "# %u of %u runs are already recorded in %s",
			  plan->len - missing->len, plan->len, folder);
	if (!err && missing->len)
		err = part_show(&part, testbed, options->jobs, missing);
	part_clear(&part);
	return err;
}

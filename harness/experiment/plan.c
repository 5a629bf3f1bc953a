// SPDX-License-Identifier: GPL-2.0-or-later
/* Distributes an experiment's runs over boots and setups. */
#include "experiment/plan.h"

/* First run of a boot, from 0: blocks of runs/boots, the first (runs mod boots) having one more. */
static uint64_t block_start(uint64_t runs, uint64_t boots, uint64_t boot)
{
	uint64_t before = boot - 1;

	return before * (runs / boots) + MIN(before, runs % boots);
}

uint64_t plan_boot(uint64_t runs, uint64_t boots, uint64_t run)
{
	uint64_t first = 1, last = boots;

	while (first < last) {
		uint64_t middle = first + (last - first) / 2;

		if (block_start(runs, boots, middle + 1) < run)
			first = middle + 1;
		else
			last = middle;
	}
	return first;
}

static void run_plan(const struct experiment *experiment, const struct setup *setup, uint64_t boot,
		     uint64_t run, enum run_kind kind, GPtrArray *plan)
{
	struct plan_run *entry = g_new0(struct plan_run, 1);

	entry->setup = setup;
	entry->boot = boot;
	entry->boot_seed = experiment->boot_seed + boot - 1;
	entry->run = run;
	entry->seed = experiment->seed + run - 1;
	entry->kind = kind;
	g_ptr_array_add(plan, entry);
}

static void boot_plan(const struct experiment *experiment, const struct setup *setup, uint64_t boot,
		      GPtrArray *plan)
{
	uint64_t end = block_start(experiment->runs, experiment->boots, boot + 1);

	for (uint64_t run = block_start(experiment->runs, experiment->boots, boot) + 1; run <= end;
	     run++)
		run_plan(experiment, setup, boot, run, RUN_MEASURED, plan);
}

GPtrArray *plan_make(const struct experiment *experiment)
{
	GPtrArray *plan = g_ptr_array_new_with_free_func(g_free);

	for (uint64_t boot = 1; boot <= experiment->boots; boot++)
		for (guint i = 0; i < experiment->setups->len; i++)
			boot_plan(experiment, experiment->setups->pdata[i], boot, plan);
	if (experiment->traced)
		plan_add(experiment, RUN_TRACED, plan);
	return plan;
}

void plan_add(const struct experiment *experiment, enum run_kind kind, GPtrArray *plan)
{
	for (guint i = 0; i < experiment->setups->len; i++) {
		const struct setup *setup = experiment->setups->pdata[i];

		if (settings_have_guest(&setup->settings))
			run_plan(experiment, setup, 1, 1, kind, plan);
	}
}

void plan_run_describe(const struct plan_run *run, json_t *object)
{
	json_object_set_new(object, "setup", json_string(run->setup->name));
	json_object_set_new(object, "boot", json_integer((json_int_t)run->boot));
	json_object_set_new(object, "boot_seed", json_integer((json_int_t)run->boot_seed));
	json_object_set_new(object, "run", json_integer((json_int_t)run->run));
	json_object_set_new(object, "seed", json_integer((json_int_t)run->seed));
	run_kind_mark(run->kind, object);
	json_object_set_new(object, "settings", settings_json(&run->setup->settings, false));
}

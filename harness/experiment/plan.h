// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan: which runs, on which boots, with which seeds, in which order. */
#ifndef EXPERIMENT_PLAN_H
#define EXPERIMENT_PLAN_H

#include "experiment/experiment.h"
#include "experiment/run_kind.h"

struct plan_run {
	const struct setup *setup;
	uint64_t boot; /* 1..boots */
	uint64_t boot_seed;
	uint64_t run; /* 1..runs, within the setup */
	uint64_t seed;
	enum run_kind kind;
};

/*
 * Interleaved: boot 1 of each setup with its runs, then boot 2 of each, ... Boots get blocks of
 * runs/boots runs, the first (runs mod boots) boots one more. All setups use the same seeds. Traced
 * runs, if the experiment has some, are added.
 * Elements: struct plan_run *, freed with the array, which is the caller's; they point into the
 * experiment, which must live longer.
 */
GPtrArray *plan_make(const struct experiment *experiment);

/*
 * Adds a run of another kind than RUN_MEASURED for each setup that has a guest, behind all others:
 * run 1 once more, on the same boot with the same seed.
 */
void plan_add(const struct experiment *experiment, enum run_kind kind, GPtrArray *plan);

/* The boot, from 1, that has this run, 1..runs. */
uint64_t plan_boot(uint64_t runs, uint64_t boots, uint64_t run);

/* Sets "setup", "boot", "boot_seed", "run", "seed", "settings" and the mark of its kind
 * (run_kind_mark()) of an object, which say which run it is. */
void plan_run_describe(const struct plan_run *run, json_t *object);

#endif

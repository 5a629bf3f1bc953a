// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan: which runs, on which boots, with which seeds, in which order. */
#ifndef EXPERIMENT_PLAN_H
#define EXPERIMENT_PLAN_H

#include "experiment/experiment.h"

struct plan_run {
	const struct setup *setup;
	uint64_t boot; /* 1..boots */
	uint64_t boot_seed;
	uint64_t run; /* 1..runs, within the setup */
	uint64_t seed;
};

/*
 * Interleaved: boot 1 of each setup with its runs, boot 2 of each, ... Runs are dealt to boots in
 * blocks of runs/boots, the first (runs mod boots) boots having one more. The same seeds for all
 * setups. Elements: struct plan_run *, freed with the array; they point into the experiment.
 */
GPtrArray *plan_make(const struct experiment *experiment);

/* The boot, from 1, to which a run is dealt. */
uint64_t plan_boot(uint64_t runs, uint64_t boots, uint64_t run);

/* Says which run it is: sets "setup", "boot", "boot_seed", "run", "seed" and "settings" of an
 * object. */
void plan_run_describe(const struct plan_run *run, json_t *object);

#endif

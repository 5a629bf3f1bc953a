// SPDX-License-Identifier: GPL-2.0-or-later
/* What a preparation is a function of, and the hash under which it is kept. */
#ifndef TESTBED_SIM_INPUTS_H
#define TESTBED_SIM_INPUTS_H

#include "testbed/sim.h"

/* All inputs, with versions and hashes. A new reference. */
json_t *sim_inputs(const struct sim *sim, const struct artefact_setup *setup, uint64_t boot_seed);

/* Adds to what artefacts_describe() says of a run what only a simulated host has. run: NULL for
 * what does not depend on it. */
void sim_add_inputs(const struct sim *sim, const struct plan_run *run, json_t *inputs);

/* SHA-256 of the sim_inputs() of the run's preparation, in hex. Free with g_free(). */
char *sim_hash_of(const struct sim *sim, const struct plan_run *run);

/* Sets *prepared to the settings of the setup's preparations: those that may differ between forks
 * are at their defaults. The caller calls settings_clear(). */
void sim_prepared_settings(const struct settings *settings, struct settings *prepared);

#endif

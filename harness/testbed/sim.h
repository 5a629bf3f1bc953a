// SPDX-License-Identifier: GPL-2.0-or-later
/* The simulated testbed, opened, and the functions of its table row. */
#ifndef TESTBED_SIM_H
#define TESTBED_SIM_H

#include "artefact/artefact.h"
#include "qemu/version.h"
#include "testbed/sim_lockstep.h"
#include "testbed/testbed.h"

#include <glib.h>

struct sim {
	const struct artefacts *artefacts;
	struct qemu_program qemu;
	struct sim_lockstep lockstep;
	gint64 opened;	   /* real time, us: a preparation from before comes from the cache */
	uint64_t budget;   /* bytes of disk for preparations */
	int needed;	   /* open file that says which preparations this campaign needs */
	char *needed_path; /* NULL: not made yet */
};

/* Members of struct testbed; state is a struct sim. */
json_t *sim_known_inputs(void *state, const struct plan_run *run);
bool sim_is_prepared(void *state, const struct plan_run *run);
int sim_prepare(void *state, const struct plan_run *run, const char *folder);
int sim_run(void *state, const struct plan_run *run, const char *folder, json_t **record);
int sim_enter(void *state, const struct plan_run *run, enum machine_access access,
	      const char *folder, struct machine *machine);
int sim_show(void *state, const struct plan_run *run, FILE *out);
int sim_trim(void *state, const GPtrArray *keep);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* A simulated host's QEMU, started. */
#ifndef TESTBED_SIM_MACHINE_H
#define TESTBED_SIM_MACHINE_H

#include "qemu/machine.h"
#include "testbed/sim.h"

struct sim_start {
	const char *text; /* the description */
	bool incoming;	  /* it waits for a snapshot instead of booting */
	enum machine_access access;
};

/*
 * Starts the host of the run's setup. folder: of the logs. machine_end() is for the caller after
 * success only. Errors of machine_open() and machine_start().
 */
int sim_machine_start(const struct sim *sim, const struct plan_run *run,
		      const struct sim_start *start, const char *folder, struct machine *machine);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* A fork of a preparation. */
#ifndef TESTBED_SIM_FORK_H
#define TESTBED_SIM_FORK_H

#include "qemu/machine.h"
#include "testbed/sim.h"

/*
 * Starts a machine that goes on where the run's preparation was quiesced. The preparation is locked
 * while it is loaded, so that nobody removes it. folder: of the logs. machine_end() and
 * g_free(*preparation), its folder, are for the caller after success only. -ENOENT if it is gone;
 * errors of machine_start() and sim_snapshot_load().
 */
int sim_fork(const struct sim *sim, const struct plan_run *run, enum machine_access access,
	     const char *folder, struct machine *machine, char **preparation);

#endif

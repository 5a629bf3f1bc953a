// SPDX-License-Identifier: GPL-2.0-or-later
/* lockstep.so (preload/lockstep.c), which is loaded into a simulated host's QEMU. */
#ifndef TESTBED_SIM_LOCKSTEP_H
#define TESTBED_SIM_LOCKSTEP_H

#include <stdbool.h>

struct sim_lockstep {
	char *preload; /* LD_PRELOAD: lockstep.so, then what the environment asks for */
	char *hash;    /* SHA-256 of lockstep.so */
};

/* -ENOPKG when it has not been built, -EINVAL when LD_PRELOAD cannot hold its path.
 * sim_lockstep_clear() is the caller's after success only. */
int sim_lockstep_find(struct sim_lockstep *lockstep);
void sim_lockstep_clear(struct sim_lockstep *lockstep);

/* log: file of what QEMU says. Whether lockstep.so has found in QEMU what it needs; it says so
 * before a CPU runs. */
bool sim_lockstep_works(const char *log);

#endif

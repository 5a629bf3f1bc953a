// SPDX-License-Identifier: GPL-2.0-or-later
/* lockstep.so (preload/lockstep.c), which is loaded into a simulated host's QEMU. */
#ifndef TESTBED_SIM_LOCKSTEP_H
#define TESTBED_SIM_LOCKSTEP_H

#include <stdbool.h>

struct sim_lockstep {
	char *preload; /* LD_PRELOAD: lockstep.so, then what the environment has */
	char *hash;    /* SHA-256 of lockstep.so */
};

/*
 * Finds and hashes lockstep.so. sim_lockstep_clear() is for the caller after success only. -ENOPKG
 * if it has not been built, -EINVAL if LD_PRELOAD cannot hold its path; else -errno.
 */
int sim_lockstep_find(struct sim_lockstep *lockstep);
void sim_lockstep_clear(struct sim_lockstep *lockstep);

/* True if lockstep.so has found in QEMU what it needs: it prints so before a CPU runs. log: file of
 * QEMU's messages. */
bool sim_lockstep_works(const char *log);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Removes preparations above the disk budget, but none that a campaign needs. */
#ifndef TESTBED_SIM_TRIM_H
#define TESTBED_SIM_TRIM_H

#include "testbed/sim.h"

/*
 * Reads APFBENCH_SNAPSHOT_BUDGET=SIZE: bytes of disk that preparations may take; above it the least
 * recently used are removed. "20G" if it is not set; with 0 none stays longer than its runs need
 * it. -EINVAL names it.
 */
int sim_read_budget(uint64_t *budget);

/* In sim_needed.c. All but sim_end_needed() are called with sim_trim()'s lock held. */

/* Declares which preparations (hashes) this campaign needs, until sim_end_needed() or the end of
 * this process: no other campaign removes them. 0 or -errno. */
int sim_declare_needed(struct sim *sim, GHashTable *hashes);

/* Adds the hashes that other campaigns need, owned by the table. 0 or -errno. */
int sim_add_needed(const struct sim *sim, GHashTable *hashes);

/* Withdraws the declaration; does nothing without one. */
void sim_end_needed(struct sim *sim);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Which preparations go when the disk budget is used up, and which stay since somebody needs them.
 */
#ifndef TESTBED_SIM_TRIM_H
#define TESTBED_SIM_TRIM_H

#include "testbed/sim.h"

/*
 * APFBENCH_SNAPSHOT_BUDGET=SIZE ("20G" if not set; 0: none stays longer than its runs need it):
 * bytes of disk that preparations may take before the longest unused are removed. -EINVAL names it.
 */
int sim_read_budget(uint64_t *budget);

/* sim_needed.c, all but sim_end_needed() with sim_trim()'s lock held. */

/* Declares which preparations (hashes) this campaign needs, until sim_end_needed() or the end of
 * this process: no other campaign removes them. */
int sim_declare_needed(struct sim *sim, GHashTable *hashes);

/* Adds the hashes that other campaigns need. */
int sim_add_needed(const struct sim *sim, GHashTable *hashes);

void sim_end_needed(struct sim *sim);

#endif

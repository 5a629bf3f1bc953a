// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the runs that a campaign's folder lacks. */
#ifndef SCHEDULE_RUN_H
#define SCHEDULE_RUN_H

#include "experiment/plan.h"
#include "testbed/testbed.h"

struct schedule_options {
	unsigned int jobs;	 /* side by side; 0 = as cores and memory allow */
	const char *const *only; /* names of setups, or NULL: all */
	bool retry_invalid;	 /* make the invalid runs again (their records are replaced) */
	bool profile;		 /* make a profiled run of each setup, too */
};

/*
 * *missing: the runs of the plan that have no record in the folder (with retry_invalid: no valid
 * one), for dry runs; changes nothing. Elements point into the plan; the caller unreferences the
 * array. -EINVAL names a bad record or a folder that is somebody else's; -ESTALE as schedule_run().
 */
int schedule_look(const struct experiment *experiment, const struct testbed *testbed,
		  const GPtrArray *plan, const char *folder, bool retry_invalid,
		  GPtrArray **missing);

/*
 * Makes the missing runs in campaign_path(folder). A run that fails by host or guest (-EPROTO,
 * -ETIMEDOUT) gets an invalid record with its reason and the console's tail, and the campaign goes
 * on. If the machine refuses (disk full, ...), the campaign ends with that error and nothing
 * half-written, and the next call goes on. Returns 0 when all requested records are there, valid or
 * not; -ESTALE with the differences if the folder holds another experiment or was made with other
 * kernels; -EBUSY if another process uses it; -EINTR after Ctrl-C.
 */
int schedule_run(const struct experiment *experiment, const struct testbed *testbed,
		 const char *folder, const struct schedule_options *options);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs tasks side by side, in the plan's order, until all are done or something ends it. */
#ifndef SCHEDULE_SCHEDULER_H
#define SCHEDULE_SCHEDULER_H

#include "schedule/folder.h"
#include "schedule/peers.h"
#include "testbed/testbed.h"

struct schedule {
	const struct experiment *experiment;
	const struct testbed *testbed;
	void *state; /* the testbed's, opened */
	const struct folder *folder;
	struct peers *peers;	  /* of the records in the folder; takes the new ones, too */
	const GPtrArray *missing; /* const struct plan_run *: what to make */
	guint total;		  /* runs of the whole plan */
	unsigned int jobs;	  /* 0: as cores and memory allow */
};

/* Counts of this call. */
struct schedule_result {
	guint made, invalid;
};

/* Makes the runs. *result is set in any case. Errors of schedule_run(). */
int scheduler_run(const struct schedule *schedule, struct schedule_result *result);

#endif

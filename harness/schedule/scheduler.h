// SPDX-License-Identifier: GPL-2.0-or-later
/* Side by side, in the plan's order, until all is done or something ends it. */
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

/* How it went; counts are of this call. */
struct schedule_result {
	guint made, invalid;
};

/* 0, -EINTR, or what the machine refused: schedule_run(). */
int scheduler_run(const struct schedule *schedule, struct schedule_result *result);

#endif

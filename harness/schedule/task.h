// SPDX-License-Identifier: GPL-2.0-or-later
/* What a campaign has to do: preparations and the runs that wait for them. */
#ifndef SCHEDULE_TASK_H
#define SCHEDULE_TASK_H

#include "schedule/job.h"
#include "testbed/testbed.h"

enum task_kind {
	TASK_PREPARATION,
	TASK_RUN
};
enum task_state {
	TASK_WAITING,
	TASK_RUNNING,
	TASK_DONE
};

struct task {
	enum task_kind kind;
	enum task_state state;
	const struct plan_run *run;	/* of a preparation: the first that waits for it */
	const struct task *preparation; /* must be done before; NULL: none */
	uint64_t memory;		/* bytes while it runs */
	guint order;			/* nth to start in this campaign, from 1 */
	gint64 started;			/* monotonic, us */
	struct job job;
};

/* struct task *, in the plan's order, each preparation before its first run. */
GPtrArray *task_list(const GPtrArray *runs, const struct testbed *testbed, void *state);

/* The first that can start with this much memory (UINT64_MAX: any); NULL if none can now. */
struct task *task_next(const GPtrArray *tasks, uint64_t memory);

/* "pv boot 2 seed 5", "pv boot 2: preparation". Free with g_free(). */
char *task_title(const struct task *task);

/* Seconds since it was started. */
double task_seconds(const struct task *task);

#endif

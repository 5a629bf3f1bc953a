// SPDX-License-Identifier: GPL-2.0-or-later
/* What a campaign has to do: preparations and the runs that wait for them. */
#ifndef SCHEDULE_TASK_H
#define SCHEDULE_TASK_H

#include "schedule/job.h"
#include "testbed/testbed.h"

enum task_kind {
	TASK_PREPARATION,
	TASK_RUN,
	TASK_KINDS
};

struct task {
	enum task_kind kind;
	const struct plan_run *run; /* of a preparation: the first that waits for it */
	struct task_boot *boot;
	struct task_setup *setup;
	guint place;	/* in the plan's order */
	guint order;	/* nth to start in this campaign, from 1 */
	gint64 started; /* monotonic, us */
	struct job job;
};

/* What the tasks of a setup share. */
struct task_setup {
	const struct setup *setup;
	uint64_t memory;	   /* bytes that one of them takes while it runs */
	guint waiting[TASK_KINDS]; /* how many have not been started */
	GSequence *ready;	   /* struct task *, by place: what could start now */
};

/* What the runs of one boot of a setup share. */
struct task_boot {
	const struct plan_run *run; /* the first of them */
	struct task *preparation;   /* must be done first; NULL: none, or done */
	GPtrArray *runs;	    /* struct task * */
	guint left;		    /* runs that are not done */
};

struct tasks {
	GPtrArray *all;	    /* struct task *, each preparation before its first run */
	GPtrArray *setups;  /* struct task_setup *, in the plan's order */
	GPtrArray *boots;   /* struct task_boot *, in the plan's order */
	GPtrArray *running; /* struct task * */
	bool changed;	    /* a boot was prepared or has ended since this was set to false */
};

/* The tasks for these runs (const struct plan_run *), which must outlive them. state: the
 * testbed's, opened. Free with tasks_free(). */
struct tasks *tasks_new(const GPtrArray *runs, const struct testbed *testbed, void *state);
void tasks_free(struct tasks *tasks);

/*
 * The first in the plan that can start with this many bytes of memory (UINT64_MAX: any); NULL if
 * none can now. The time that it takes depends on the number of setups, not on that of runs.
 */
struct task *tasks_next(const struct tasks *tasks, uint64_t memory);

/* tasks_start(): a task from tasks_next() runs now. tasks_end(): it is done, and the runs of a
 * preparation become ready. */
void tasks_start(struct tasks *tasks, struct task *task);
void tasks_end(struct tasks *tasks, struct task *task);

/* Drops a run that cannot be started any more, since its preparation has failed. */
void tasks_drop(struct tasks *tasks, struct task *task);

/* The first run of each boot that has runs left: const struct plan_run *. The caller unreferences
 * the array. */
GPtrArray *tasks_needed(const struct tasks *tasks);

/* "pv boot 2 seed 5", "pv boot 1 seed 1, traced", "pv boot 2: preparation". Free with g_free(). */
char *task_title(const struct task *task);

/* Seconds since it was started. */
double task_seconds(const struct task *task);

#endif

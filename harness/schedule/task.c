// SPDX-License-Identifier: GPL-2.0-or-later
/* The list of tasks and which of them can start. */
#include "schedule/task.h"

#include <inttypes.h>

static struct task *task_add(GPtrArray *tasks, enum task_kind kind, const struct plan_run *run,
			     uint64_t memory)
{
	struct task *task = g_new0(struct task, 1);

	task->kind = kind;
	task->run = run;
	task->memory = memory;
	g_ptr_array_add(tasks, task);
	return task;
}

static const struct task *preparation_find(const GPtrArray *tasks, const struct plan_run *run)
{
	for (guint i = 0; i < tasks->len; i++) {
		const struct task *task = tasks->pdata[i];

		if (task->kind == TASK_PREPARATION && task->run->setup == run->setup &&
		    task->run->boot == run->boot)
			return task;
	}
	return NULL;
}

GPtrArray *task_list(const GPtrArray *runs, const struct testbed *testbed, void *state)
{
	GPtrArray *tasks = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < runs->len; i++) {
		const struct plan_run *run = runs->pdata[i];
		uint64_t memory = testbed->memory(state, run->setup);
		const struct task *preparation = preparation_find(tasks, run);
		struct task *task;

		if (!preparation && testbed->is_prepared && !testbed->is_prepared(state, run))
			preparation = task_add(tasks, TASK_PREPARATION, run, memory);
		task = task_add(tasks, TASK_RUN, run, memory);
		task->preparation = preparation;
	}
	return tasks;
}

struct task *task_next(const GPtrArray *tasks, uint64_t memory)
{
	for (guint i = 0; i < tasks->len; i++) {
		struct task *task = tasks->pdata[i];

		if (task->state == TASK_WAITING && task->memory <= memory &&
		    (!task->preparation || task->preparation->state == TASK_DONE))
			return task;
	}
	return NULL;
}

char *task_title(const struct task *task)
{
	const struct plan_run *run = task->run;

	if (task->kind == TASK_PREPARATION)
		return g_strdup_printf("%s boot %" PRIu64 ": preparation", run->setup->name,
				       run->boot);
	return g_strdup_printf("%s boot %" PRIu64 " seed %" PRIu64, run->setup->name, run->boot,
			       run->seed);
}

double task_seconds(const struct task *task)
{
	return (double)(g_get_monotonic_time() - task->started) / G_USEC_PER_SEC;
}

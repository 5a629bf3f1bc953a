// SPDX-License-Identifier: GPL-2.0-or-later
/* The tasks of a campaign, and which of them can start, found without looking at all of them. */
#include "schedule/task.h"

#include "record/run_name.h"

#include <inttypes.h>

static void setup_free(gpointer data)
{
	struct task_setup *setup = data;

	g_sequence_free(setup->ready);
	g_free(setup);
}

static void boot_free(gpointer data)
{
	struct task_boot *boot = data;

	g_ptr_array_unref(boot->runs);
	g_free(boot);
}

static gint compare_places(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct task *x = a, *y = b;

	(void)data;
	return (x->place > y->place) - (x->place < y->place);
}

static void make_ready(struct task *task)
{
	g_sequence_insert_sorted(task->setup->ready, task, compare_places, NULL);
}

static struct task *task_add(struct tasks *tasks, enum task_kind kind, const struct plan_run *run,
			     struct task_setup *setup, struct task_boot *boot)
{
	struct task *task = g_new0(struct task, 1);

	*task = (struct task){
		.kind = kind, .run = run, .setup = setup, .boot = boot, .place = tasks->all->len
	};
	g_ptr_array_add(tasks->all, task);
	setup->waiting[kind]++;
	return task;
}

static struct task_setup *setup_find(struct tasks *tasks, GHashTable *known,
				     const struct setup *setup, const struct testbed *testbed,
				     void *state)
{
	struct task_setup *found = g_hash_table_lookup(known, setup);

	if (found)
		return found;
	found = g_new0(struct task_setup, 1);
	found->setup = setup;
	found->memory = testbed->memory(state, setup);
	found->ready = g_sequence_new(NULL);
	g_ptr_array_add(tasks->setups, found);
	g_hash_table_insert(known, (gpointer)setup, found);
	return found;
}

static struct task_boot *boot_find(struct tasks *tasks, GHashTable *known,
				   const struct plan_run *run, bool *is_new)
{
	char *key = g_strdup_printf("%s %" PRIu64, run->setup->name, run->boot);
	struct task_boot *found = g_hash_table_lookup(known, key);

	*is_new = !found;
	if (found) {
		g_free(key);
		return found;
	}
	found = g_new0(struct task_boot, 1);
	found->run = run;
	found->runs = g_ptr_array_new();
	g_ptr_array_add(tasks->boots, found);
	g_hash_table_insert(known, key, found);
	return found;
}

struct tasks *tasks_new(const GPtrArray *runs, const struct testbed *testbed, void *state)
{
	g_autoptr(GHashTable) boots = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) setups = g_hash_table_new(NULL, NULL);
	struct tasks *tasks = g_new0(struct tasks, 1);

	tasks->all = g_ptr_array_new_with_free_func(g_free);
	tasks->setups = g_ptr_array_new_with_free_func(setup_free);
	tasks->boots = g_ptr_array_new_with_free_func(boot_free);
	tasks->running = g_ptr_array_new();
	for (guint i = 0; i < runs->len; i++) {
		const struct plan_run *run = runs->pdata[i];
		struct task_setup *setup = setup_find(tasks, setups, run->setup, testbed, state);
		bool is_new;
		struct task_boot *boot = boot_find(tasks, boots, run, &is_new);
		struct task *task;

		if (is_new && testbed->is_prepared && !testbed->is_prepared(state, run)) {
			boot->preparation = task_add(tasks, TASK_PREPARATION, run, setup, boot);
			make_ready(boot->preparation);
		}
		task = task_add(tasks, TASK_RUN, run, setup, boot);
		g_ptr_array_add(boot->runs, task);
		boot->left++;
		if (!boot->preparation)
			make_ready(task);
	}
	return tasks;
}

void tasks_free(struct tasks *tasks)
{
	if (!tasks)
		return;
	g_ptr_array_unref(tasks->running);
	g_ptr_array_unref(tasks->boots);
	g_ptr_array_unref(tasks->setups);
	g_ptr_array_unref(tasks->all);
	g_free(tasks);
}

struct task *tasks_next(const struct tasks *tasks, uint64_t memory)
{
	struct task *next = NULL;

	for (guint i = 0; i < tasks->setups->len; i++) {
		const struct task_setup *setup = tasks->setups->pdata[i];
		GSequenceIter *first = g_sequence_get_begin_iter(setup->ready);
		struct task *task;

		if (setup->memory > memory || g_sequence_iter_is_end(first))
			continue;
		task = g_sequence_get(first);
		if (!next || task->place < next->place)
			next = task;
	}
	return next;
}

void tasks_start(struct tasks *tasks, struct task *task)
{
	g_sequence_remove(g_sequence_get_begin_iter(task->setup->ready));
	task->setup->waiting[task->kind]--;
	g_ptr_array_add(tasks->running, task);
}

static void run_done(struct tasks *tasks, struct task *task)
{
	task->boot->left--;
	tasks->changed |= !task->boot->left;
}

void tasks_end(struct tasks *tasks, struct task *task)
{
	g_ptr_array_remove(tasks->running, task);
	if (task->kind == TASK_RUN) {
		run_done(tasks, task);
		return;
	}
	tasks->changed = true;
	task->boot->preparation = NULL;
	for (guint i = 0; i < task->boot->runs->len; i++)
		make_ready(task->boot->runs->pdata[i]);
}

void tasks_drop(struct tasks *tasks, struct task *task)
{
	GSequenceIter *iter = g_sequence_lookup(task->setup->ready, task, compare_places, NULL);

	if (iter)
		g_sequence_remove(iter);
	task->setup->waiting[task->kind]--;
	run_done(tasks, task);
}

GPtrArray *tasks_needed(const struct tasks *tasks)
{
	GPtrArray *needed = g_ptr_array_new();

	for (guint i = 0; i < tasks->boots->len; i++) {
		const struct task_boot *boot = tasks->boots->pdata[i];

		if (boot->left)
			g_ptr_array_add(needed, (gpointer)boot->run);
	}
	return needed;
}

char *task_title(const struct task *task)
{
	const struct plan_run *run = task->run;

	if (task->kind == TASK_PREPARATION)
		return g_strdup_printf("%s boot %" PRIu64 ": preparation", run->setup->name,
				       run->boot);
	return g_strdup_printf("%s boot %" PRIu64 " seed %" PRIu64 "%s", run->setup->name,
			       run->boot, run->seed, run_name_kind(run->kind));
}

double task_seconds(const struct task *task)
{
	return (double)(g_get_monotonic_time() - task->started) / G_USEC_PER_SEC;
}

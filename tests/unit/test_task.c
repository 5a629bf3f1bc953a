// SPDX-License-Identifier: GPL-2.0-or-later
/* Tasks of a campaign: which can start, and how long the rest of them takes. */
#include "test.h"

#include "schedule/estimate.h"
#include "schedule/task.h"

#include <math.h>

static struct setup setups[] = { { .name = (char *)"master" }, { .name = (char *)"pv" } };

/* Two setups of one boot with two runs each, of which the second setup is prepared. */
static struct plan_run runs[] = {
	{ &setups[0], 1, 1, 1, 1, RUN_MEASURED },
	{ &setups[0], 1, 1, 2, 2, RUN_MEASURED },
	{ &setups[1], 1, 1, 1, 1, RUN_MEASURED },
	{ &setups[1], 1, 1, 2, 2, RUN_MEASURED },
};

static uint64_t memory_of(void *state, const struct setup *setup)
{
	(void)state;
	return setup == &setups[0] ? 8 : 4;
}

static bool is_prepared(void *state, const struct plan_run *run)
{
	(void)state;
	return run->setup == &setups[1];
}

static const struct testbed preparing = { .memory = memory_of, .is_prepared = is_prepared };
static const struct testbed booting = { .memory = memory_of };

static struct tasks *tasks_of(const struct testbed *testbed)
{
	g_autoptr(GPtrArray) plan = g_ptr_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(runs); i++)
		g_ptr_array_add(plan, &runs[i]);
	return tasks_new(plan, testbed, NULL);
}

static struct task *task_take(struct tasks *tasks, uint64_t memory)
{
	struct task *task = tasks_next(tasks, memory);

	if (task)
		tasks_start(tasks, task);
	return task;
}

static void runs_wait_for_their_preparation(void **state)
{
	struct tasks *tasks = tasks_of(&preparing);
	struct task *preparation = task_take(tasks, UINT64_MAX);

	(void)state;
	assert_int_equal(tasks->all->len, 5);
	assert_int_equal(preparation->kind, TASK_PREPARATION);
	assert_ptr_equal(preparation->run->setup, &setups[0]);
	/* pv is prepared: its runs fill the time, in their order */
	assert_ptr_equal(task_take(tasks, UINT64_MAX)->run, &runs[2]);
	tasks_end(tasks, preparation);
	assert_ptr_equal(task_take(tasks, UINT64_MAX)->run, &runs[0]);
	assert_ptr_equal(task_take(tasks, UINT64_MAX)->run, &runs[1]);
	assert_ptr_equal(task_take(tasks, UINT64_MAX)->run, &runs[3]);
	assert_null(task_take(tasks, UINT64_MAX));
	assert_int_equal(tasks->running->len, 4);
	tasks_free(tasks);
}

static void runs_without_their_preparation_are_dropped(void **state)
{
	struct tasks *tasks = tasks_of(&preparing);
	struct task *preparation = task_take(tasks, UINT64_MAX);

	(void)state;
	tasks_end(tasks, preparation);
	for (guint i = 0; i < preparation->boot->runs->len; i++)
		tasks_drop(tasks, preparation->boot->runs->pdata[i]);
	assert_ptr_equal(task_take(tasks, UINT64_MAX)->run, &runs[2]);
	assert_ptr_equal(task_take(tasks, UINT64_MAX)->run, &runs[3]);
	assert_null(task_take(tasks, UINT64_MAX));
	tasks_free(tasks);
}

static void a_boot_is_needed_until_its_last_run_is_done(void **state)
{
	struct tasks *tasks = tasks_of(&booting);
	struct task *first = task_take(tasks, UINT64_MAX), *second = task_take(tasks, UINT64_MAX);
	g_autoptr(GPtrArray) before = NULL, after = NULL;

	(void)state;
	tasks_end(tasks, first);
	before = tasks_needed(tasks);
	assert_int_equal(before->len, 2);
	assert_false(tasks->changed);
	tasks_end(tasks, second);
	after = tasks_needed(tasks);
	assert_int_equal(after->len, 1);
	assert_ptr_equal(after->pdata[0], &runs[2]);
	assert_true(tasks->changed);
	tasks_free(tasks);
}

static void testbed_without_preparations_has_none(void **state)
{
	struct tasks *tasks = tasks_of(&booting);

	(void)state;
	assert_int_equal(tasks->all->len, 4);
	assert_int_equal(tasks_next(tasks, UINT64_MAX)->kind, TASK_RUN);
	tasks_free(tasks);
}

static void task_too_large_for_memory_lets_others_pass(void **state)
{
	struct tasks *tasks = tasks_of(&booting);

	(void)state;
	assert_ptr_equal(tasks_next(tasks, 8)->run, &runs[0]);
	assert_ptr_equal(tasks_next(tasks, 7)->run, &runs[2]);
	assert_null(tasks_next(tasks, 3));
	tasks_free(tasks);
}

static void nothing_is_estimated_from_nothing(void **state)
{
	struct tasks *tasks = tasks_of(&preparing);
	struct estimate *estimate = estimate_new();

	(void)state;
	assert_true(isnan(estimate_left(estimate, tasks, 2)));
	estimate_learn(estimate, TASK_RUN, "pv", 10);
	assert_true(isnan(estimate_left(estimate, tasks, 2)));
	estimate_free(estimate);
	tasks_free(tasks);
}

static void estimate_goes_by_kind_and_setup(void **state)
{
	struct tasks *tasks = tasks_of(&preparing);
	struct estimate *estimate = estimate_new();

	(void)state;
	estimate_learn(estimate, TASK_PREPARATION, "pv", 40);
	estimate_learn(estimate, TASK_RUN, "pv", 10);
	estimate_learn(estimate, TASK_RUN, "pv", 20);
	/* master has no figures of its own yet: 40 + 4 * 15, one after the other */
	assert_float_equal(estimate_left(estimate, tasks, 1), 100, 1e-9);
	estimate_learn(estimate, TASK_RUN, "master", 5);
	assert_float_equal(estimate_left(estimate, tasks, 1), 80, 1e-9);
	/* not shorter than the longest of what is left */
	assert_float_equal(estimate_left(estimate, tasks, 4), 40, 1e-9);
	estimate_free(estimate);
	tasks_free(tasks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_wait_for_their_preparation),
		cmocka_unit_test(runs_without_their_preparation_are_dropped),
		cmocka_unit_test(a_boot_is_needed_until_its_last_run_is_done),
		cmocka_unit_test(testbed_without_preparations_has_none),
		cmocka_unit_test(task_too_large_for_memory_lets_others_pass),
		cmocka_unit_test(nothing_is_estimated_from_nothing),
		cmocka_unit_test(estimate_goes_by_kind_and_setup),
	};

	return cmocka_run_group_tests_name("task", tests, NULL, NULL);
}

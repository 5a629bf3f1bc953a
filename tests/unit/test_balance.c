// SPDX-License-Identifier: GPL-2.0-or-later
/* The account of the time in a traced run: its parts, and when it is worth a note. */
#include "test.h"

#include "record/balance.h"
#include "sound_record.h"

#include <math.h>

/* Two vCPUs and one CPU of a window of 100 ns; the second vCPU was never in the guest. */
static void account_make(void)
{
	change("traced", json_true());
	change("result.balance",
	       json_pack("{s:i, s:i, s:[{s:i, s:i, s:i, s:i, s:i, s:i, s:i}, "
			 "{s:i, s:i, s:i, s:i, s:i, s:i, s:i}], "
			 "s:[{s:i, s:i, s:i, s:i, s:i, s:i, s:i}]}",
			 "window_ns", 100, "lost", 0, "vcpus", "guest_ns", 40, "host_ns", 10,
			 "reclaim_ns", 5, "blocked_ns", 20, "halted_ns", 10, "idle_ns", 10,
			 "runnable_ns", 6, "guest_ns", 0, "host_ns", 0, "reclaim_ns", 0,
			 "blocked_ns", 0, "halted_ns", 0, "idle_ns", 104, "runnable_ns", 0, "cpus",
			 "vcpus_ns", 50, "emulator_ns", 1, "kworkers_ns", 20, "reclaim_ns", 10,
			 "ballast_ns", 10, "other_ns", 5, "idle_ns", 4));
	change("result.bm.guest_cpu",
	       json_pack("[{s:i, s:i, s:i}, {s:i, s:i, s:i}]", "user_ns", 30, "system_ns", 8,
			 "irq_ns", 2, "user_ns", 0, "system_ns", 0, "irq_ns", 0));
}

static void assert_near(double value, double expected)
{
	if (!(fabs(value - expected) < 1e-12))
		fail_msg("%.15g is not %.15g", value, expected);
}

static void the_account_of_the_time_adds_up_to_the_window(void **state)
{
	struct balance balance;
	double sum = 0;

	(void)state;
	account_make();
	assert_true(balance_read(record_lookup(record, "determined.result"), workload_find(NULL),
				 &balance));
	assert_near(balance.vcpu[BALANCE_USER], 0.15);
	assert_near(balance.vcpu[BALANCE_KERNEL], 0.05);
	assert_near(balance.vcpu[BALANCE_HOST], 0.05);
	assert_near(balance.reclaim, 0.025);
	assert_near(balance.vcpu[BALANCE_BLOCKED], 0.1);
	assert_near(balance.vcpu[BALANCE_HALTED], 0.05);
	assert_near(balance.vcpu[BALANCE_IDLE], 0.57);
	assert_near(balance.vcpu[BALANCE_RUNNABLE], 0.03);
	assert_near(balance.vcpu[BALANCE_VCPU_REST], 0);
	assert_near(balance.vcpu_off, 0.04);
	assert_near(balance.cpu[BALANCE_KSWAPD], 0.1);
	assert_near(balance.cpu[BALANCE_CPU_REST], 0);
	assert_near(balance.seconds, 1e-7);
	assert_near(balance.user_seconds * 1e9, 30);
	for (size_t i = 0; i < BALANCE_VCPU_PARTS; i++)
		sum += balance.vcpu[i];
	assert_near(sum, 1);
	change("result.bm.guest_cpu", NULL);
	assert_true(balance_read(record_lookup(record, "determined.result"), workload_find(NULL),
				 &balance));
	assert_true(isnan(balance.vcpu[BALANCE_USER]));
	assert_near(balance.vcpu[BALANCE_IDLE], 0.57);
}

static void an_account_of_no_time_is_none(void **state)
{
	const json_t *result = record_lookup(record, "determined.result");
	struct balance balance;

	(void)state;
	assert_false(balance_read(result, workload_find(NULL), &balance));
	account_make();
	change("result.balance.window_ns", json_integer(0));
	assert_false(balance_read(result, workload_find(NULL), &balance));
	change("result.balance.window_ns", json_integer(1));
	change("result.balance.vcpus", json_array());
	assert_false(balance_read(result, workload_find(NULL), &balance));
	change("result.balance", json_null());
	assert_false(balance_read(result, workload_find(NULL), &balance));
	assert_false(balance_read(NULL, workload_find(NULL), &balance));
}

static void assert_noted(const char *text)
{
	const json_t *notes, *note;
	size_t i;

	record_judge(record, workload_find(NULL), "pv");
	assert_true(json_is_true(record_lookup(record, "determined.valid")));
	notes = record_lookup(record, "determined.notes");
	if (!text)
		assert_int_equal(json_array_size(notes), 0);
	json_array_foreach (notes, i, note)
		if (text && strstr(json_string_value(note), text))
			return;
	if (text)
		fail_msg("no note says \"%s\"", text);
}

static void holes_in_the_account_are_notes(void **state)
{
	(void)state;
	account_make();
	assert_noted(NULL);
	change("result.balance.lost", json_integer(3));
	assert_noted("3 trace events are lost");
	change("result.balance.lost", json_integer(0));
	json_object_set_new(
		json_array_get(record_lookup(record, "determined.result.balance.vcpus"), 1),
		"idle_ns", json_integer(94));
	assert_noted("5.0 % of the vCPUs' time is in no part");
	json_object_set_new(
		json_array_get(record_lookup(record, "determined.result.balance.cpus"), 0),
		"idle_ns", json_integer(10));
	assert_noted("6.0 % of the host CPUs' time is in no part");
	change("result.balance", json_null());
	assert_noted("there is no account of the time");
	change("traced", NULL);
	assert_noted(NULL);
}

static void traced_runs_are_judged_like_others(void **state)
{
	const json_t *reasons;

	(void)state;
	account_make();
	change("result.counters.async_not_present", json_integer(0));
	record_judge(record, workload_find(NULL), "pv");
	reasons = record_lookup(record, "determined.invalid_reasons");
	assert_non_null(
		strstr(json_string_value(json_array_get(reasons, 0)), "no trace of the mechanism"));
}

#define RECORD_TEST(test) cmocka_unit_test_setup_teardown(test, record_begin, record_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RECORD_TEST(the_account_of_the_time_adds_up_to_the_window),
		RECORD_TEST(an_account_of_no_time_is_none),
		RECORD_TEST(holes_in_the_account_are_notes),
		RECORD_TEST(traced_runs_are_judged_like_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

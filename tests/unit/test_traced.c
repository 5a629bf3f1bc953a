// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables of traced runs from made-up records. */
#include "test.h"

#include "made_up.h"
#include "record/record.h"

#include <math.h>
#include <stdlib.h>

/* Of the test that runs. */
static struct campaign *campaign;
static struct report *report;
static char *text;

static int test_end(void **state)
{
	(void)state;
	g_clear_pointer(&text, free);
	g_clear_pointer(&report, report_free);
	g_clear_pointer(&campaign, campaign_drop);
	return 0;
}

static json_t *result_of(json_t *record)
{
	return json_object_get(json_object_get(record, "determined"), "result");
}

/* Two vCPUs and two CPUs, each pair equal, in a window of 1 s: user and blocked in ms. */
static json_t *trace(json_t *record, int user, int blocked)
{
	const json_int_t ms = 1000000;
	json_t *result = result_of(record), *vcpu, *cpu, *guest;

	json_object_set_new(json_object_get(record, "determined"), "traced", json_true());
	vcpu = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "guest_ns", (user + 50) * ms,
			 "host_ns", 30 * ms, "reclaim_ns", 20 * ms, "blocked_ns", blocked * ms,
			 "halted_ns", 25 * ms, "idle_ns", 15 * ms, "runnable_ns", 10 * ms);
	cpu = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "vcpus_ns", (user + 80) * ms,
			"emulator_ns", 1 * ms, "kworkers_ns", 12 * ms, "reclaim_ns", 8 * ms,
			"ballast_ns", (880 - user) * ms, "other_ns", 4 * ms, "idle_ns", 10 * ms);
	guest = json_pack("{s:i, s:i, s:i}", "user_ns", user, "system_ns", 40, "irq_ns", 10);
	json_object_set_new(result, "balance",
			    json_pack("{s:I, s:i, s:[O, o], s:[O, o]}", "window_ns", 1000 * ms,
				      "lost", 0, "vcpus", vcpu, vcpu, "cpus", cpu, cpu));
	json_object_set_new(result, "series",
			    json_pack("{s:[{s:i, s:i}, {s:i, s:i}]}", "second", "swap_ins", 300,
				      "async", 200, "swap_ins", 2, "async", 1));
	json_object_set_new(json_object_get(result, "bm"), "guest_cpu",
			    json_pack("[O, o]", guest, guest));
	json_object_set_new(json_object_get(result, "bm"), "latency",
			    json_pack("{s:i, s:[[i, i], [i, i], [i, i], [i, i]], s:i}",
				      "sub_buckets", 16, "buckets", 7, 500, 1024, 400, 8388608, 90,
				      16777216, 10, "max_ns", 16800000));
	return record;
}

static void campaign_usual(void)
{
	campaign = campaign_new("master pv", 2, 2, "master", NULL);
	record_add(campaign, "master", 1, 1, 1000, 60, 0);
	record_add(campaign, "master", 2, 2, 1100, 60, 0);
	record_add(campaign, "pv", 1, 1, 2000, 90, 50);
	record_add(campaign, "pv", 2, 2, 2100, 90, 50);
}

static json_t *traced_add(const char *setup, int work, int user, int blocked)
{
	return trace(record_add(campaign, setup, 1, 1, work, 60, 9), user, blocked);
}

static void the_tables_are_as_expected(void **state)
{
	(void)state;
	campaign_usual();
	traced_add("master", 990, 450, 400);
	traced_add("pv", 1998, 810, 40);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(
		text,
		"Where the vCPUs' time goes, in % of the window of each setup's traced run; reclaim is part of host\n"
		"vCPUs %  user  kernel  host  (reclaim)  runnable  blocked  halted  idle  rest\n"
		"master   45.0     5.0   3.0        2.0       1.0     40.0     2.5   1.5   2.0\n"
		"pv       81.0     5.0   3.0        2.0       1.0      4.0     2.5   1.5   2.0\n"
		"\n"
		"The same less that of master, in points of the window: where a gain comes from\n"
		"vCPUs, points  user  kernel  host  (reclaim)  runnable  blocked  halted  idle  rest\n"
		"pv             36.0     0.0   0.0        0.0       0.0    -36.0     0.0   0.0   0.0\n"
		"\n"
		"traced run  work ratio  user time ratio  work per user s ratio  cost of the trace %\n"
		"master           1.000            1.000                  1.000                 1.00\n"
		"pv               2.018            1.800                  1.121                 0.10\n"
		"\n"
		"Where the host CPUs' time goes, in % of the window\n"
		"host CPUs %  vCPUs  emulator  kworkers  reclaim  ballast  other  idle  rest\n"
		"master        53.0       0.1       1.2      0.8     43.0    0.4   1.0   0.5\n"
		"pv            89.0       0.1       1.2      0.8      7.0    0.4   1.0   0.5\n"
		"\n"
		"How long an access takes in the guest, and how often pages come in, mean and peak of a second\n"
		"traced run  p50 ms  p90 ms  p99 ms  p99.9 ms  max ms  swap-ins/s  peak/s  async/s  peak/s\n"
		"master       0.000   0.001   8.651    16.800    16.8       302.0     300    201.0     200\n"
		"pv           0.000   0.001   8.651    16.800    16.8       302.0     300    201.0     200\n"
		"\n"
		"Experiment quick");
}

static void they_are_in_no_mean_and_no_count(void **state)
{
	const struct report_setup *pv;

	(void)state;
	campaign_usual();
	traced_add("pv", 7, 810, 40);
	report = report_of(campaign);
	pv = report_setup(report, "pv");
	assert_int_equal(pv->valid, 2);
	assert_true(pv->figures->summary.mean == 2050);
	assert_int_equal(report->notes->len, 1);
	assert_note(report, "of the mean: master 6.7 %;");
}

static void without_the_baselines_there_is_nothing_to_compare_with(void **state)
{
	(void)state;
	campaign_usual();
	json_object_set_new(campaign->experiment, "traced", json_true());
	traced_add("pv", 1998, 810, 40);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(text, "pv       81.0 ");
	assert_null(strstr(text, "The same less"));
	assert_has(text, "pv                   -                -                      -"
			 "                 0.10\n");
	assert_note(report, "no traced run, so no account of the time, of master");
}

static void an_invalid_one_is_in_no_table(void **state)
{
	(void)state;
	campaign_usual();
	record_invalidate(traced_add("pv", 1998, 810, 40), "it broke");
	report = report_of(campaign);
	text = report_text(report);
	assert_null(strstr(text, "vCPUs"));
	assert_null(strstr(text, "p99"));
	assert_note(report, "pv boot 1 run 1, traced: it broke; see "
			    "logs/pv-b1-r1-traced/console.log");
	assert_int_equal(report_setup(report, "pv")->invalid, 0);
}

static void without_an_account_there_are_still_latencies(void **state)
{
	json_t *record;

	(void)state;
	campaign_usual();
	record = traced_add("pv", 1998, 810, 40);
	json_object_del(result_of(record), "balance");
	report = report_of(campaign);
	text = report_text(report);
	assert_null(strstr(text, "vCPUs"));
	assert_has(text,
		   "pv           0.000   0.001   8.651    16.800    16.8           -     300");
}

/* Replaces a member at a dotted path below the result, and prints. */
static void print_with(const char *path, json_t *value)
{
	g_autofree char *parent = g_path_get_dirname(path), *name = g_path_get_basename(path);
	json_t *object = result_of(traced_add("pv", 1998, 810, 40));

	for (char *key = parent; strcmp(parent, ".") && key; key = strchr(key, '/')) {
		g_autofree char *first = NULL;

		key += *key == '/';
		first = g_strndup(key, strcspn(key, "/"));
		object = json_object_get(object, first);
	}
	json_object_set_new(object, name, value);
	report = report_of(campaign);
	text = report_text(report);
	report_free(report);
	report = NULL;
	g_clear_pointer(&text, free);
	g_ptr_array_set_size(campaign->records, 4);
}

static void strangers_values_are_borne(void **state)
{
	static const char *const paths[] = {
		"balance",
		"balance/window_ns",
		"balance/lost",
		"balance/vcpus",
		"balance/cpus",
		"series",
		"series/second",
		"bm/latency",
		"bm/latency/sub_buckets",
		"bm/latency/max_ns",
		"bm/latency/buckets",
		"bm/guest_cpu",
		"work",
	};

	(void)state;
	campaign_usual();
	traced_add("master", 990, 450, 400);
	g_ptr_array_set_size(campaign->records, 4);
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		print_with(paths[i], json_null());
		print_with(paths[i], json_integer(0));
		print_with(paths[i], json_integer(-1));
		print_with(paths[i], json_integer(INT64_MAX));
		print_with(paths[i], json_string("many"));
		print_with(paths[i], json_array());
		print_with(paths[i], json_pack("[n, i, s, [], {}, [i], [i, i, i]]", -1, "x", 1, 5,
					       INT32_MIN, 3));
		print_with(paths[i], json_object());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(the_tables_are_as_expected, test_end),
		cmocka_unit_test_teardown(they_are_in_no_mean_and_no_count, test_end),
		cmocka_unit_test_teardown(without_the_baselines_there_is_nothing_to_compare_with,
					  test_end),
		cmocka_unit_test_teardown(an_invalid_one_is_in_no_table, test_end),
		cmocka_unit_test_teardown(without_an_account_there_are_still_latencies, test_end),
		cmocka_unit_test_teardown(strangers_values_are_borne, test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

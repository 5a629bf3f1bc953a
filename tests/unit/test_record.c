// SPDX-License-Identifier: GPL-2.0-or-later
/* Records: what makes one a result, text and files, values by path, comparison. */
#include "test.h"

#include "record/environment.h"
#include "record/range.h"
#include "record/record.h"
#include "record/run_name.h"
#include "sound_record.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

static json_t *reasons_get(void)
{
	return (json_t *)record_lookup(record, "determined.invalid_reasons");
}

static void assert_valid(const char *expect)
{
	record_judge(record, workload_find(NULL), expect);
	if (json_array_size(reasons_get()))
		fail_msg("%s: %s", expect, json_string_value(json_array_get(reasons_get(), 0)));
	assert_true(json_is_true(record_lookup(record, "determined.valid")));
}

/* One reason alone, which says the word. */
static void assert_invalid(const char *expect, const char *word)
{
	const char *reason;

	record_judge(record, workload_find(NULL), expect);
	assert_true(json_is_false(record_lookup(record, "determined.valid")));
	reason = json_string_value(json_array_get(reasons_get(), 0));
	assert_non_null(reason);
	if (json_array_size(reasons_get()) != 1 || !strstr(reason, word))
		fail_msg("%zu reasons, the first is \"%s\", wanted \"%s\"",
			 json_array_size(reasons_get()), reason, word);
}

static void a_sound_run_is_valid(void **state)
{
	(void)state;
	assert_valid("pv");
	assert_valid("async");
	assert_valid("any");
	assert_int_equal(json_array_size(record_lookup(record, "determined.notes")), 0);
}

static void async_faults_in_master_are_invalid(void **state)
{
	(void)state;
	change("result.counters", json_pack("{s:i, s:i, s:i}", "async_not_present", 1,
					    "async_ready", 0, "async_notified", 0));
	assert_invalid("none", "async faults delivered: 1");
	change("result.counters", json_pack("{s:i, s:i, s:i}", "async_not_present", 0,
					    "async_ready", 0, "async_notified", 0));
	assert_valid("none");
}

static void no_async_fault_where_some_must_be_is_invalid(void **state)
{
	(void)state;
	change("result.counters",
	       json_pack("{s:i, s:i}", "async_not_present", 0, "async_ready", 0));
	assert_invalid("pv", "no trace of the mechanism");
	assert_invalid("nonpv", "no trace of the mechanism");
	assert_invalid("async", "no trace of the mechanism");
	assert_valid("any");
}

static void faults_that_never_become_ready_are_invalid(void **state)
{
	(void)state;
	change("result.counters.async_ready", json_integer(0));
	assert_invalid("async", "became ready: none");
}

static void nonpv_and_pv_are_told_apart(void **state)
{
	(void)state;
	assert_invalid("nonpv", "notified the guest: 7");
	change("result.counters.async_notified", json_integer(0));
	assert_valid("nonpv");
	assert_invalid("pv", "notified the guest: none");
	change("result.counters.async_notified", json_null());
	assert_valid("pv");
	assert_int_equal(json_array_size(record_lookup(record, "determined.notes")), 1);
}

static void counters_that_failed_are_invalid_and_counters_off_are_noted(void **state)
{
	(void)state;
	change("result.counters.async_not_present", json_null());
	assert_invalid("async", "could not be counted");
	assert_valid("any");
	change("settings.counters", json_false());
	assert_valid("async");
	assert_int_equal(json_array_size(record_lookup(record, "determined.notes")), 1);
}

static void a_kernel_without_the_tracepoints_has_no_async_faults(void **state)
{
	(void)state;
	change("result.counters.async_notified", json_integer(0));
	change("result.counters.async_not_present", json_null());
	assert_invalid("none", "could not be counted");
	change("result.counters.absent", json_pack("[s, s]", "async_tried", "async_not_present"));
	assert_valid("none");
	assert_invalid("async", "could not be counted");
}

static void stall_set(json_int_t stall_ns, json_int_t window_ns)
{
	change("result.bm.window_ns", json_integer(window_ns));
	change("result.bm.faulting",
	       json_pack("[{s:i, s:I}, {s:i, s:I}]", "accesses", 1, "longest_stall_ns",
			 (json_int_t)1, "accesses", 1, "longest_stall_ns", stall_ns));
}

static void a_stall_of_seconds_is_noted_and_a_longer_one_invalid(void **state)
{
	(void)state;
	stall_set(2500000000, 20000000000);
	assert_valid("pv");
	assert_string_equal(
		json_string_value(json_array_get(record_lookup(record, "determined.notes"), 0)),
		"faulting thread 1: 2.5 s without progress");
	stall_set(2500000000, 3000000000);
	assert_invalid("pv", "faulting thread 1: 2.5 s");
	stall_set(9900000000, 60000000000);
	assert_valid("pv");
	stall_set(10100000000, 60000000000);
	assert_invalid("pv", "faulting thread 1: 10.1 s");
}

static void missing_threads_are_invalid(void **state)
{
	(void)state;
	change("result.bm.faulting", json_array());
	assert_invalid("pv", "0 threads instead of 2");
	record_end(NULL);
	record_begin(NULL);
	change("result.workers", json_pack("[i]", 30));
	assert_invalid("pv", "workers has 1 threads instead of 2");
}

static void a_missing_or_wrong_total_is_invalid(void **state)
{
	(void)state;
	change("result.work", json_integer(31));
	assert_invalid("pv", "sum 30 is not bm's total 31");
	change("result.work", json_integer(0));
	assert_invalid("pv", "sum 30 is not bm's total 0");
	change("result.work", NULL);
	assert_invalid("pv", "total is missing");
}

static void bms_exit_status_counts(void **state)
{
	(void)state;
	change("result.bm_status", json_integer(1));
	assert_invalid("pv", "exit status 1");
	change("result.bm_status", NULL);
	assert_invalid("pv", "exit status is missing");
}

static void bad_kernel_logs_are_invalid(void **state)
{
	(void)state;
	change("result.log.host_bad", json_pack("[s, s]", "BUG: a", "WARNING: b"));
	assert_invalid("pv", "host kernel's log: BUG: a (and 1 more)");
	change("result.log.host_bad", json_array());
	change("result.log.guest_bad", json_pack("[s]", "rcu: stall"));
	assert_invalid("pv", "guest kernel's log: rcu: stall");
}

static void a_failure_is_the_first_reason(void **state)
{
	(void)state;
	change("result.failure", json_string("guest: panic"));
	change("result.work", json_null());
	change("result.bm_status", json_null());
	assert_invalid("pv", "guest: panic");
	change("result", json_null());
	assert_invalid("pv", "no result");
	change("result", NULL);
	assert_invalid("pv", "no result");
}

static void a_payload_is_judged_by_its_status(void **state)
{
	(void)state;
	change("result", json_pack("{s:{s:i, s:s}}", "payload", "status", 0, "output", "ok 1"));
	assert_valid("pv");
	change("result.payload.status", json_integer(3));
	assert_invalid("pv", "payload ended with status 3");
	change("result.payload.status", json_null());
	change("result.failure", json_string("payload has not ended after 60 s"));
	assert_invalid("pv", "payload has not ended");
}

static void bm_counts_unless_what_runs_beside_it_fails(void **state)
{
	(void)state;
	change("result.beside", json_pack("{s:n, s:s}", "status", "output", ""));
	assert_valid("pv");
	change("result.beside.status", json_integer(0));
	assert_valid("pv");
	change("result.beside.status", json_integer(2));
	assert_invalid("pv", "beside bm ended with status 2");
}

static void an_unknown_expectation_is_invalid(void **state)
{
	(void)state;
	assert_invalid("asink", "asink");
}

static void values_are_found_by_path(void **state)
{
	double value = 0;

	(void)state;
	assert_true(record_number(record, "determined.result.counters.async_ready", &value));
	assert_true(value == 8);
	assert_true(record_number(record, "circumstances.wall_seconds", &value));
	assert_false(record_number(record, "determined.result.failure", &value));
	assert_false(record_number(record, "determined.nothing.at.all", &value));
	assert_false(record_number(record, "determined.setup", &value));
	assert_string_equal(record_string(record, "determined.setup"), "pv");
	assert_null(record_string(record, "determined.boot"));
	assert_null(record_string(record, ""));
}

static void text_keeps_order_and_every_digit(void **state)
{
	json_t *json = json_pack("{s:f, s:I, s:n}", "z", 0.1, "a", INT64_MAX, "m");
	char *text = record_text(json);

	(void)state;
	assert_string_equal(text, "{\n \"z\": 0.10000000000000001,\n"
				  " \"a\": 9223372036854775807,\n \"m\": null\n}\n");
	free(text);
	json_decref(json);
}

static void a_saved_record_is_loaded_again(void **state)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(folder, "r.json", NULL);
	json_t *loaded = NULL;

	(void)state;
	record_judge(record, workload_find(NULL), "pv");
	assert_int_equal(record_save(path, record), 0);
	assert_int_equal(record_load(path, &loaded), 0);
	assert_true(json_equal(record, loaded));
	json_decref(loaded);
	assert_int_equal(fs_remove_tree(folder), 0);
}

static void assert_load_refuses(const char *text, const char *word)
{
	g_autofree char *folder = g_dir_make_tmp(NULL, NULL);
	g_autofree char *path = g_build_filename(folder, "r.json", NULL);
	json_t *loaded = NULL;

	assert_int_equal(fs_write_atomic(path, text, strlen(text)), 0);
	assert_int_equal(record_load(path, &loaded), -EINVAL);
	assert_null(loaded);
	assert_error_says("r.json");
	assert_error_says(word);
	assert_int_equal(fs_remove_tree(folder), 0);
}

static void files_that_are_no_records_are_refused(void **state)
{
	json_t *loaded;
	char *text;

	(void)state;
	assert_load_refuses("", "");
	assert_load_refuses("{\"schema_version\": 1,\n \"deter", ":2");
	assert_load_refuses("{\"a\": 1}", "schema_version");
	assert_load_refuses("{\"schema_version\": 2}", "schema 2");
	assert_load_refuses("{\"schema_version\": 1}", "determined");
	assert_load_refuses(sound, "determined.valid");
	record_judge(record, workload_find(NULL), "pv");
	change("result.work", json_null());
	text = record_text(record);
	assert_load_refuses(text, "determined.result.work");
	free(text);
	assert_true(record_load("/nonexistent/r.json", &loaded) < 0);
}

static void assert_refused_with(const char *path, json_t *value, const char *word)
{
	char *text;

	record_judge(record, workload_find(NULL), "pv");
	change(path, value);
	text = record_text(record);
	assert_load_refuses(text, word);
	free(text);
	record_end(NULL);
	record_begin(NULL);
}

static void figures_that_cannot_be_meant_are_refused_by_name(void **state)
{
	(void)state;
	assert_refused_with("result.work", json_integer(-5),
			    "\"determined.result.work\" is no whole number from 0");
	assert_refused_with("result.bm.faulting",
			    json_pack("[{s:i}, {s:s}]", "accesses", 1, "accesses", "many"),
			    "\"determined.result.bm.faulting[1].accesses\" is no whole number");
	assert_refused_with("result.bm.faulting", json_pack("[{s:i}, {}]", "accesses", 1),
			    "\"determined.result.bm.faulting[1].accesses\" is missing");
	assert_refused_with("result.bm.faulting", json_string("none"),
			    "\"determined.result.bm.faulting\" is no list");
	assert_refused_with("settings.workload", json_string("none"),
			    "a record of a workload that this program does not know");
	assert_refused_with("result.bm", json_string("none"),
			    "\"determined.result.bm\" is no object");
	assert_refused_with("result.counters.async_not_present", json_string("7"),
			    "\"determined.result.counters.async_not_present\" is no whole number");
	assert_refused_with("result.counters.major_faults", json_real(1e300), "major_faults");
	assert_refused_with("result.swap_read", json_pack("{s:i}", "mean_ns", -1),
			    "\"determined.result.swap_read.mean_ns\"");
	assert_refused_with("traced", json_string("yes"),
			    "\"determined\": \"traced\" is neither true nor false");
	assert_refused_with("profiled", json_null(), "\"profiled\" is neither true nor false");
	change("traced", json_true());
	assert_refused_with("profiled", json_true(), "\"traced\" and \"profiled\" exclude");
	change("traced", NULL);
	assert_refused_with("result.balance", json_string("even"),
			    "\"determined.result.balance\" is no object");
	assert_refused_with("result.balance", json_pack("{s:i, s:[{}]}", "window_ns", 5, "vcpus"),
			    "\"determined.result.balance.vcpus[0].guest_ns\" is missing");
	assert_refused_with("result.balance", json_pack("{s:i, s:{}}", "window_ns", 5, "cpus"),
			    "\"determined.result.balance.cpus\" is no list");
	assert_refused_with("result.series", json_pack("{s:[{s:i}]}", "second", "swap_ins", -1),
			    "\"determined.result.series.second[0].swap_ins\" is no whole number");
	assert_refused_with("result.bm.latency",
			    json_pack("{s:i, s:[[i, i], [i, s]]}", "sub_buckets", 16, "buckets", 16,
				      1, 17, "many"),
			    "\"determined.result.bm.latency.buckets[1][1]\" is no whole number");
	assert_refused_with("result.bm.latency", json_pack("{s:i}", "sub_buckets", 0),
			    "\"determined.result.bm.latency.sub_buckets\" is no whole number");
	assert_refused_with("result.bm.guest_cpu", json_pack("[{s:f}]", "user_ns", 0.5),
			    "\"determined.result.bm.guest_cpu[0].user_ns\" is no whole number");
	assert_refused_with("boot", json_integer(0), "\"determined.boot\"");
	assert_refused_with("run", json_integer(INT64_MAX), "\"determined.run\"");
}

static void figures_that_may_be_lacking_may_be_null(void **state)
{
	g_autofree char *fault = NULL;

	(void)state;
	change("result.counters", json_null());
	change("result.swap_read", json_pack("{s:n}", "mean_ns"));
	change("result.work", json_null());
	fault = range_fault(record, workload_find(NULL));
	assert_null(fault);
}

static void names_of_runs_are_known_again(void **state)
{
	static const char *const files[] = { "pv-b1-r2.json", "none-0-b10-r300.json",
					     "a-b1-r1-b2-r3.json", "pv-b1-r1-traced.json",
					     "pv-b1-r1-profile.json" };
	static const char *const others[] = { "._pv-b1-r2.json",
					      "pv-b1-r2.json.tmp",
					      "pv-b1-r.json",
					      "pv-b-r2.json",
					      "-b1-r2.json",
					      "b1-r2.json",
					      "b1-r2-traced.json",
					      "pv-traced.json",
					      "pv-b1-r1-tracd.json",
					      "-traced.json",
					      "pv-profile.json",
					      "pv-b1-r1-profiled.json",
					      "notes.json",
					      ".json",
					      "" };
	g_autofree char *made = run_name_file("pv", 1, 2, RUN_MEASURED);
	g_autofree char *traced = run_name_file("pv", 1, 1, RUN_TRACED);
	g_autofree char *profiled = run_name_file("pv", 1, 1, RUN_PROFILED);
	enum run_kind kind;

	(void)state;
	assert_string_equal(made, files[0]);
	assert_string_equal(traced, files[3]);
	assert_string_equal(profiled, files[4]);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		assert_true(run_name_is_file(files[i], NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		assert_false(run_name_is_file(others[i], NULL));
	assert_true(run_name_is_file(made, &kind) && kind == RUN_MEASURED);
	assert_true(run_name_is_file(traced, &kind) && kind == RUN_TRACED);
	assert_true(run_name_is_file(profiled, &kind) && kind == RUN_PROFILED);
}

static void the_machine_is_described(void **state)
{
	json_t *machine = environment_machine();
	double value;

	(void)state;
	assert_true(record_number(machine, "cores", &value) && value >= 1);
	assert_true(record_number(machine, "memory_bytes", &value) && value > 1e6);
	assert_non_null(record_string(machine, "kernel"));
	assert_int_equal(json_array_size(record_lookup(machine, "load")), 3);
	assert_int_equal(json_object_size(machine), 6);
	json_decref(machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_run_is_valid),
		cmocka_unit_test(async_faults_in_master_are_invalid),
		cmocka_unit_test(no_async_fault_where_some_must_be_is_invalid),
		cmocka_unit_test(faults_that_never_become_ready_are_invalid),
		cmocka_unit_test(nonpv_and_pv_are_told_apart),
		cmocka_unit_test(a_kernel_without_the_tracepoints_has_no_async_faults),
		cmocka_unit_test(counters_that_failed_are_invalid_and_counters_off_are_noted),
		cmocka_unit_test(a_stall_of_seconds_is_noted_and_a_longer_one_invalid),
		cmocka_unit_test(missing_threads_are_invalid),
		cmocka_unit_test(a_missing_or_wrong_total_is_invalid),
		cmocka_unit_test(bms_exit_status_counts),
		cmocka_unit_test(bad_kernel_logs_are_invalid),
		cmocka_unit_test(a_failure_is_the_first_reason),
		cmocka_unit_test(a_payload_is_judged_by_its_status),
		cmocka_unit_test(bm_counts_unless_what_runs_beside_it_fails),
		cmocka_unit_test(an_unknown_expectation_is_invalid),
		cmocka_unit_test(values_are_found_by_path),
		cmocka_unit_test(text_keeps_order_and_every_digit),
		cmocka_unit_test(a_saved_record_is_loaded_again),
		cmocka_unit_test(files_that_are_no_records_are_refused),
		cmocka_unit_test(figures_that_cannot_be_meant_are_refused_by_name),
		cmocka_unit_test(figures_that_may_be_lacking_may_be_null),
		cmocka_unit_test(names_of_runs_are_known_again),
		cmocka_unit_test(the_machine_is_described),
	};
	struct CMUnitTest each[G_N_ELEMENTS(tests)];

	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		each[i] = tests[i];
		each[i].setup_func = record_begin;
		each[i].teardown_func = record_end;
	}
	return cmocka_run_group_tests(each, NULL, NULL);
}

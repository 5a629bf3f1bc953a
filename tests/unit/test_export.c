// SPDX-License-Identifier: GPL-2.0-or-later
/* Exports of made-up runs, to the character. */
#include "test.h"

#include "made_up.h"

#include <errno.h>
#include <stdlib.h>

#define HEADER                                                                                     \
	"setup,line,x,boot,run,boot_seed,seed,valid,invalid_reasons,host_kernel,host_kernel_hash," \
	"guest_kernel,guest_kernel_hash,work,accesses,longest_stall_ms,async_tried,"               \
	"async_not_present,async_ready,async_completed,async_repeated,async_notified,halts,"       \
	"major_faults,vcpu_major_faults,swap_read_ms\n"

/* A name as a stranger may write it. */
#define ODD "=a \"b\",\n/\033[31m\xc3\xa9\xe2\x80\xae\x7f"

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

/* What the campaign is in that format, in text. */
static const char *exported(const char *name)
{
	g_clear_pointer(&text, free);
	g_clear_pointer(&report, report_free);
	report = report_of(campaign);
	text = export_text(campaign, report, name);
	return text;
}

static json_t *setup_of(const char *name)
{
	json_t *setups = json_object_get(campaign->experiment, "setups"), *setup;
	size_t i;

	json_array_foreach (setups, i, setup)
		if (!strcmp(json_string_value(json_object_get(setup, "name")), name))
			return setup;
	fail_msg("there is no setup %s", name);
	return NULL;
}

static void setting_set(const char *setup, const char *key, json_t *value)
{
	json_object_set_new(json_object_get(setup_of(setup), "settings"), key, value);
}

static json_t *determined_of(json_t *record)
{
	return json_object_get(record, "determined");
}

static void campaign_usual(void)
{
	json_t *record;

	campaign = campaign_new("master pv", 2, 2, "master", NULL);
	json_object_set_new(setup_of("pv"), "host", json_string("apf"));
	json_object_set_new(setup_of("pv"), "guest", json_string("base"));
	record_add(campaign, "master", 1, 1, 1000000000, 6000, 0);
	record = record_add(campaign, "pv", 1, 1, 2000000000, 9901, 3000);
	json_object_set_new(determined_of(record), "seed", json_integer(7));
	json_object_set_new(determined_of(record), "boot_seed", json_integer(5));
	json_object_set_new(
		determined_of(record), "inputs",
		json_pack("{s:s, s:s}", "host_kernel", "0123456789abcdef", "guest_kernel", "fedc"));
	/* A double times 1e-6 is 11.548931999999999. */
	json_object_set_new(
		json_object_get(json_object_get(determined_of(record), "result"), "swap_read"),
		"mean_ns", json_integer(11548932));
	record = record_add(campaign, "pv", 2, 2, 1, 1, 0);
	record_invalidate(record, "no \"trace\"\nof it");
	json_array_append_new(json_object_get(determined_of(record), "invalid_reasons"),
			      json_string("late"));
}

static void csv_has_a_line_per_run(void **state)
{
	(void)state;
	campaign_usual();
	assert_string_equal(exported("csv"), HEADER
			    "\"master\",,,1,1,,,true,,,,,,1000000000,6000,91,,0,,,,0,,5001,,"
			    "9.876543\n"
			    "\"pv\",,,1,1,5,7,true,,\"apf\",\"0123456789ab\",\"base\",\"fedc\","
			    "2000000000,9901,91,,3000,,,,1500,,5001,,11.548932\n"
			    "\"pv\",,,2,2,,,false,\"no \"\"trace\"\"\\x0aof it; late\",\"apf\",,"
			    "\"base\",,1,1,92,,0,,,,0,,5002,,9.876543\n");
}

static void json_has_an_object_per_run(void **state)
{
	json_t *json, *row;

	(void)state;
	campaign_usual();
	json = json_loads(exported("json"), 0, NULL);
	assert_non_null(json);
	assert_int_equal(json_integer_value(json_object_get(json, "schema_version")), 1);
	assert_string_equal(json_string_value(json_object_get(json, "experiment")), "quick");
	assert_string_equal(json_string_value(json_object_get(json, "baseline")), "master");
	assert_true(json_is_null(json_object_get(json, "axis")));
	assert_int_equal(json_array_size(json_object_get(json, "runs")), 3);
	row = json_array_get(json_object_get(json, "runs"), 2);
	assert_int_equal(json_object_size(row), 26);
	assert_string_equal(json_string_value(json_object_get(row, "setup")), "pv");
	assert_true(json_is_false(json_object_get(row, "valid")));
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(row, "invalid_reasons"), 0)),
		"no \"trace\"\nof it");
	assert_true(json_is_integer(json_object_get(row, "boot")));
	assert_true(json_is_null(json_object_get(row, "seed")));
	assert_true(json_is_null(json_object_get(row, "halts")));
	assert_true(json_is_real(json_object_get(row, "swap_read_ms")));
	json_decref(json);
}

static void names_of_strangers_stay_text(void **state)
{
	(void)state;
	campaign = campaign_new("master", 1, 1, NULL, NULL);
	json_object_set_new(setup_of("master"), "name", json_string(ODD));
	record_add(campaign, ODD, 1, 1, 1, 1, 0);
	assert_has(exported("csv"),
		   "\n\"'=a \"\"b\"\",\\x0a/\\x1b[31m\xc3\xa9\\u202e\\x7f\",,,1,1,");
	assert_has(exported("benchstat"),
		   "\nBenchmarkApfbench/setup==a%20%22b%22%2C%0A%2F%1B%5B31m%C3%A9%E2%80%AE%7F/"
		   "workload=bm 1 1 work ");
	assert_has(exported("json"),
		   "\"setup\": \"=a \\\"b\\\",\\n/\\u001B[31m\\u00E9\\u202E\\u007f\",\n");
}

static void setups_on_an_axis_have_their_places(void **state)
{
	(void)state;
	campaign = campaign_new("a b off", 1, 1, "off", NULL);
	json_object_set_new(campaign->experiment, "axis",
			    json_pack("{s:s, s:{s:{s:s, s:f}, s:{s:s, s:f}}}", "title", "reads, ms",
				      "setups", "a", "line", "one, two", "x", 0.5, "b", "line",
				      "one, two", "x", 8.0));
	record_add(campaign, "a", 1, 1, 1, 1, 0);
	record_add(campaign, "b", 1, 1, 1, 1, 0);
	record_add(campaign, "off", 1, 1, 1, 1, 0);
	exported("csv");
	assert_has(text, "\n\"a\",\"one, two\",0.5,1,1,");
	assert_has(text, "\n\"b\",\"one, two\",8,1,1,");
	assert_has(text, "\n\"off\",,,1,1,");
	assert_has(exported("json"), "\"axis\": \"reads, ms\"");
}

#define UNITS                           \
	"Unit work better=higher\n"     \
	"Unit accesses better=higher\n" \
	"Unit longest_stall-ms better=lower\n"

static void benchstat_has_valid_runs_with_the_baseline_first(void **state)
{
	(void)state;
	campaign = campaign_new("none-9 master", 2, 2, "master", NULL);
	record_add(campaign, "none-9", 1, 1, 2000000000, 9901, 3000);
	record_invalidate(record_add(campaign, "none-9", 2, 2, 1, 1, 0), "no trace");
	record_add(campaign, "master", 1, 1, 1000000000, 6000, 0);
	record_add(campaign, "master", 2, 2, 1100000000, 6100, 0);
	assert_string_equal(
		exported("benchstat"),
		"# quick: Asynchronous page faults, a quick look\n"
		"# left out: invalid runs: 1 (apfbench show says why)\n"
		"seconds: 20\n" UNITS
		"BenchmarkApfbench/setup=master/workload=bm 1 1000000000 work 6000 accesses 91 "
		"longest_stall-ms\n"
		"BenchmarkApfbench/setup=master/workload=bm 1 1100000000 work 6100 accesses 92 "
		"longest_stall-ms\n"
		"BenchmarkApfbench/setup=none-9/workload=bm 1 2000000000 work 9901 accesses 91 "
		"longest_stall-ms\n");
}

static void benchstat_has_the_settings_that_all_setups_share(void **state)
{
	(void)state;
	campaign = campaign_new("a b test", 1, 1, NULL, NULL);
	json_object_set_new(campaign->experiment, "testbed", json_string("made\nup"));
	setting_set("test", "payload", json_string("a-test"));
	for (int i = 0; i < 2; i++) {
		const char *setup = i ? "b" : "a";

		setting_set(setup, "container", json_integer(512 << 20));
		setting_set(setup, "swap", json_null());
		setting_set(setup, "host_parameters", json_string("b=\033[1m"));
		setting_set(setup, "guest_parameters", json_string(""));
		setting_set(setup, "host_files", json_array());
		setting_set(setup, "counters", json_false());
		setting_set(setup, "vcpus", json_integer(4 + i));
		setting_set(setup, "seconds\nUnit", json_integer(1));
	}
	setting_set("a", "placement", json_string("free"));
	assert_string_equal(exported("benchstat"),
			    "# quick: Asynchronous page faults, a quick look\n"
			    "testbed: made\\x0aup\n"
			    "container: 512M\n"
			    "host_parameters: b=\\x1b[1m\n"
			    "seconds: 20\n"
			    "counters: false\n" UNITS);
}

static void benchstat_says_that_runs_share_boots(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 1, 2, NULL, NULL);
	record_add(campaign, "pv", 1, 1, 1, 1, 0);
	assert_has(exported("benchstat"),
		   "\nsample: runs, of which several share a boot and are not "
		   "independent\nUnit ");
}

static void benchstat_pairs_setups_by_their_places(void **state)
{
	static const char *const names[] = { "a-1", "b-1", "a-2", "b-2" };
	json_t *places = json_object();

	(void)state;
	campaign = campaign_new("a-1 b-1 a-2 b-2", 1, 1, "b", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *stem = g_strndup(names[i], 1);

		json_object_set_new(places, names[i],
				    json_pack("{s:s, s:i, s:s, s:s}", "line", stem, "x",
					      names[i][2] - '0', "stem", stem, "place",
					      names[i] + 2));
		record_add(campaign, names[i], 1, 1, (json_int_t)i, 0, 0);
	}
	json_object_set_new(campaign->experiment, "axis",
			    json_pack("{s:s, s:o}", "title", "reads", "setups", places));
	assert_has(exported("benchstat"),
		   UNITS "BenchmarkApfbench/setup=b/place=1/workload=bm 1 1 work 0 accesses 91 "
			 "longest_stall-ms\n"
			 "BenchmarkApfbench/setup=b/place=2/workload=bm 1 3 work 0 accesses 91 "
			 "longest_stall-ms\n"
			 "BenchmarkApfbench/setup=a/place=1/workload=bm 1 0 work 0 accesses 91 "
			 "longest_stall-ms\n"
			 "BenchmarkApfbench/setup=a/place=2/workload=bm 1 2 work 0 accesses 91 "
			 "longest_stall-ms\n");
}

static void programs_in_the_host_have_no_figures(void **state)
{
	json_t *record, *result;

	(void)state;
	campaign = campaign_new("test", 1, 1, NULL, NULL);
	setting_set("test", "payload", json_string("a-test"));
	record = record_add(campaign, "test", 1, 1, 0, 0, 0);
	result = json_pack("{s:n, s:n, s:{s:i}}", "work", "bm", "payload", "status", 0);
	json_object_set_new(determined_of(record), "result", result);
	assert_has(exported("csv"), "\n\"test\",,,1,1,,,true,,,,,,,,,,,,,,,,,,\n");
	assert_string_equal(exported("benchstat"),
			    "# quick: Asynchronous page faults, a quick look\n"
			    "# left out: runs of programs in the host, without figures: 1\n" UNITS);
}

static void runs_that_are_in_no_mean_are_left_out(void **state)
{
	json_t *record;

	(void)state;
	campaign = campaign_new("pv", 1, 1, NULL, NULL);
	record = record_add(campaign, "pv", 1, 1, 1, 1, 0);
	json_object_set_new(determined_of(record), "traced", json_true());
	record = record_add(campaign, "pv", 1, 1, 1, 1, 0);
	json_object_set_new(determined_of(record), "profiled", json_true());
	record_add(campaign, "another", 1, 1, 1, 1, 0);
	assert_string_equal(exported("csv"), HEADER);
}

static void without_runs_there_is_a_header(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 1, 1, NULL, NULL);
	assert_string_equal(exported("csv"), HEADER);
	assert_has(exported("json"), "\"runs\": []");
	assert_null(strstr(exported("benchstat"), "Benchmark"));
}

static void an_unknown_format_is_named_with_those_of_runs(void **state)
{
	const struct format *format = NULL;

	(void)state;
	assert_int_equal(format_find(export_table, "text", &format), -EINVAL);
	assert_error_says("formats are: csv, json, benchstat");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(csv_has_a_line_per_run, test_end),
		cmocka_unit_test_teardown(json_has_an_object_per_run, test_end),
		cmocka_unit_test_teardown(names_of_strangers_stay_text, test_end),
		cmocka_unit_test_teardown(setups_on_an_axis_have_their_places, test_end),
		cmocka_unit_test_teardown(benchstat_has_valid_runs_with_the_baseline_first,
					  test_end),
		cmocka_unit_test_teardown(benchstat_has_the_settings_that_all_setups_share,
					  test_end),
		cmocka_unit_test_teardown(benchstat_says_that_runs_share_boots, test_end),
		cmocka_unit_test_teardown(benchstat_pairs_setups_by_their_places, test_end),
		cmocka_unit_test_teardown(programs_in_the_host_have_no_figures, test_end),
		cmocka_unit_test_teardown(runs_that_are_in_no_mean_are_left_out, test_end),
		cmocka_unit_test_teardown(without_runs_there_is_a_header, test_end),
		cmocka_unit_test(an_unknown_format_is_named_with_those_of_runs),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}

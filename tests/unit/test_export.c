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
}

static void an_unknown_format_is_named_with_those_of_runs(void **state)
{
	const struct format *format = NULL;

	(void)state;
	assert_int_equal(format_find(export_table, "text", &format), -EINVAL);
	assert_error_says("formats are: csv, json");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(csv_has_a_line_per_run, test_end),
		cmocka_unit_test_teardown(json_has_an_object_per_run, test_end),
		cmocka_unit_test_teardown(names_of_strangers_stay_text, test_end),
		cmocka_unit_test_teardown(setups_on_an_axis_have_their_places, test_end),
		cmocka_unit_test_teardown(runs_that_are_in_no_mean_are_left_out, test_end),
		cmocka_unit_test_teardown(without_runs_there_is_a_header, test_end),
		cmocka_unit_test(an_unknown_format_is_named_with_those_of_runs),
	};

	return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}

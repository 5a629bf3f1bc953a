// SPDX-License-Identifier: GPL-2.0-or-later
/* Each warning is raised by what it warns of, and by nothing less, and is documented. */
#include "test.h"

#include "report/warnings.h"
#include "util/error.h"

#include "made_up.h"

static struct campaign *campaign;
static struct report *report;

static int test_end(void **state)
{
	(void)state;
	report_free(report);
	report = NULL;
	g_clear_pointer(&campaign, campaign_drop);
	return 0;
}

/* A campaign of master and pv, pv's boots having this work. */
static void campaign_of(size_t boots, const json_int_t *work)
{
	campaign = campaign_new("master pv", (int)boots, (int)boots, "master", NULL);
	for (size_t i = 0; i < boots; i++) {
		record_add(campaign, "master", (int)i + 1, (int)i + 1, 1000 + (json_int_t)i, 60, 0);
		record_add(campaign, "pv", (int)i + 1, (int)i + 1, work[i], 60, 9);
	}
}

static bool is_raised(const char *name)
{
	g_autofree char *start = g_strdup_printf("warning [%s]: ", name);

	for (guint i = 0; i < report->notes->len; i++)
		if (g_str_has_prefix(report->notes->pdata[i], start))
			return true;
	return false;
}

static json_t *settings_of(const char *setup)
{
	return json_object_get((json_t *)experiment_json_setup(campaign->experiment, setup),
			       "settings");
}

static json_t *result_at(guint i)
{
	return json_object_get(json_object_get(campaign->records->pdata[i], "determined"),
			       "result");
}

static void a_quiet_campaign_has_no_warning(void **state)
{
	static const json_int_t work[] = { 2000, 2010, 2020 };

	(void)state;
	campaign_of(3, work);
	report = report_of(campaign);
	assert_int_equal(report->notes->len, 0);
}

static void one_boot_and_wide_spreads_are_warned_of(void **state)
{
	static const json_int_t work[] = { 2000, 2400, 2800 };

	(void)state;
	campaign_of(1, work);
	report = report_of(campaign);
	assert_true(is_raised("one-boot"));
	assert_false(is_raised("spread"));
	test_end(state);
	campaign_of(3, work);
	report = report_of(campaign);
	assert_note(report,
		    "warning [spread]: boots spread by more than 5 % of the mean: pv 16.7 %");
	assert_false(is_raised("one-boot"));
}

static void an_outlier_is_named_and_stays_in_the_mean(void **state)
{
	static const json_int_t work[] = { 2000, 2010, 2020, 2030, 1800, 2040 };

	(void)state;
	campaign_of(6, work);
	report = report_of(campaign);
	assert_note(report, "pv boot 5 (-10.");
	assert_int_equal(report_setup(report, "pv")->figures->summary.boots, 6);
	test_end(state);
	campaign_of(4, work + 2);
	report = report_of(campaign);
	assert_false(is_raised("outlier"));
}

static json_t *interval(json_int_t at, json_int_t work)
{
	return json_pack("{s:I, s:I}", "at_ns", at, "work", work);
}

static void a_rate_that_changes_is_warned_of(void **state)
{
	static const json_int_t work[] = { 2000, 2010 };

	(void)state;
	for (int late = 0; late < 2; late++) {
		json_t *record;

		campaign_of(2, work);
		record = record_add(campaign, "pv", 1, 1, 2000, 60, 9);
		json_object_set_new(json_object_get(record, "determined"), "traced", json_true());
		json_object_set_new(
			json_object_get(
				json_object_get(json_object_get(record, "determined"), "result"),
				"bm"),
			"intervals",
			json_pack("[o, o]", interval(1000, 1000),
				  interval(2000, late ? 2100 : 2040)));
		report = report_of(campaign);
		assert_int_equal(is_raised("short-window"), late);
		if (late)
			assert_note(report, "to the second: pv +10.0 %");
		test_end(state);
	}
}

static void settings_and_what_was_measured_are_compared(void **state)
{
	static const json_int_t work[] = { 2000, 2010 };

	(void)state;
	campaign_of(2, work);
	json_object_set_new(settings_of("pv"), "read_latency", json_integer(4));
	json_object_set_new(settings_of("master"), "read_latency", json_integer(5));
	json_object_set_new(settings_of("pv"), "host_cpus", json_integer(2));
	json_object_set_new(settings_of("pv"), "vcpus", json_integer(4));
	report = report_of(campaign);
	/* Reads of 9.9 ms. */
	assert_note(report, "as asked for: pv 9.9 ms instead of 4;");
	assert_note(report, "fewer CPUs than the guest has vCPUs: pv;");
}

static void a_container_that_is_never_full_is_warned_of(void **state)
{
	static const json_int_t work[] = { 2000, 2010 };

	(void)state;
	for (int full = 0; full < 2; full++) {
		campaign_of(2, work);
		json_object_set_new(settings_of("pv"), "container", json_integer(1 << 29));
		for (guint i = 0; i < campaign->records->len; i++)
			json_object_set_new(result_at(i), "memory_events",
					    json_pack("{s:i}", "max", full * (int)(i / 2)));
		report = report_of(campaign);
		assert_int_equal(is_raised("never-full"), !full);
		test_end(state);
	}
}

/* Of 256 MiB, 100 are in the container: 156 are swapped out. */
static void a_swap_device_that_is_nearly_full_is_warned_of(void **state)
{
	static const json_int_t work[] = { 2000, 2010 };
	static const json_int_t swap[] = { 160, 170 };

	(void)state;
	for (size_t enough = 0; enough < 2; enough++) {
		campaign_of(2, work);
		json_object_set_new(settings_of("pv"), "array", json_integer(256 << 20));
		json_object_set_new(settings_of("pv"), "swap", json_integer(swap[enough] << 20));
		for (guint i = 0; i < campaign->records->len; i++)
			json_object_set_new(result_at(i), "memory_stat",
					    json_pack("{s:i}", "anon", (100 + (int)i) << 20));
		report = report_of(campaign);
		assert_int_equal(is_raised("swap-full"), !enough);
		if (!enough)
			assert_note(report, "the swap device is nearly full, or more: pv 97 %;");
		test_end(state);
	}
}

/* What a stranger's record says is no format. */
static void names_are_text(void **state)
{
	(void)state;
	campaign = campaign_new("%s%n", 1, 1, "%s%n", NULL);
	record_add(campaign, "%s%n", 1, 1, 1000, 60, 0);
	report = report_of(campaign);
	assert_note(report, "no interval (%s%n); measure");
}

static void every_warning_is_documented(void **state)
{
	g_autofree char *text = NULL;

	(void)state;
	assert_true(g_file_get_contents("docs/warnings.md", &text, NULL, NULL));
	for (const struct warning *warning = warning_table; warning->name; warning++) {
		g_autofree char *row = g_strdup_printf("| `%s` |", warning->name);

		assert_has(text, row);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_quiet_campaign_has_no_warning, test_end),
		cmocka_unit_test_teardown(one_boot_and_wide_spreads_are_warned_of, test_end),
		cmocka_unit_test_teardown(an_outlier_is_named_and_stays_in_the_mean, test_end),
		cmocka_unit_test_teardown(a_rate_that_changes_is_warned_of, test_end),
		cmocka_unit_test_teardown(settings_and_what_was_measured_are_compared, test_end),
		cmocka_unit_test_teardown(a_container_that_is_never_full_is_warned_of, test_end),
		cmocka_unit_test_teardown(a_swap_device_that_is_nearly_full_is_warned_of, test_end),
		cmocka_unit_test_teardown(names_are_text, test_end),
		cmocka_unit_test(every_warning_is_documented),
	};

	return cmocka_run_group_tests_name("warnings", tests, NULL, NULL);
}

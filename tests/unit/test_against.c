// SPDX-License-Identifier: GPL-2.0-or-later
/* Two campaigns held against each other: partners, ratios, what differs, and what is refused. */
#include "test.h"

#include "report/against.h"
#include "report/gate.h"
#include "util/error.h"

#include <errno.h>

#include "made_up.h"

static struct side *ours, *theirs;

static struct side *side_of(const char *text, const char *setup, struct campaign *campaign)
{
	struct side *side = g_new0(struct side, 1);

	side->text = g_strdup(text);
	side->setup = g_strdup(setup);
	side->campaign = campaign;
	side->report = report_of(campaign);
	return side;
}

/* Two boots of each setup of "a b". */
static struct campaign *campaign_made(const char *setups, json_int_t work)
{
	struct campaign *campaign = campaign_new(setups, 2, 2, NULL, NULL);
	g_auto(GStrv) names = g_strsplit(setups, " ", -1);

	json_object_set_new(campaign->experiment, "testbed", json_string("sim"));
	for (char **name = names; *name; name++)
		for (int boot = 1; boot <= 2; boot++)
			record_add(campaign, *name, boot, boot, work + boot * 1000000, 6000, 0);
	return campaign;
}

static void input_set(struct campaign *campaign, const char *setup, const char *input,
		      const char *value)
{
	for (guint i = 0; i < campaign->records->len; i++) {
		json_t *determined = json_object_get(campaign->records->pdata[i], "determined");

		if (strcmp(json_string_value(json_object_get(determined, "setup")), setup))
			continue;
		if (!json_object_get(determined, "inputs"))
			json_object_set_new(determined, "inputs", json_object());
		json_object_set_new(json_object_get(determined, "inputs"), input,
				    json_string(value));
	}
}

static void side_drop(struct side **side)
{
	struct campaign *campaign = *side ? (*side)->campaign : NULL;

	if (!*side)
		return;
	(*side)->campaign = NULL;
	side_free(*side);
	campaign_drop(campaign);
	*side = NULL;
}

static int test_end(void **state)
{
	(void)state;
	side_drop(&ours);
	side_drop(&theirs);
	return 0;
}

static void setups_of_the_same_name_are_partners(void **state)
{
	char *table;

	(void)state;
	ours = side_of("new", NULL, campaign_made("master pv mine", 2000000000));
	theirs = side_of("old", NULL, campaign_made("pv master theirs", 1000000000));
	assert_int_equal(against_apply(ours, theirs, false), 0);
	assert_int_equal(ours->report->setups->len, 2);
	assert_note(ours->report, "not compared, since old has no setup of that name: mine");
	table = report_text(ours->report);
	assert_has(table, "master         1.999  1.992 to 2.005  1.5");
	assert_has(table, "pv             1.999  1.992 to 2.005  1.5");
	assert_null(strstr(table, "published"));
	assert_has(table, "quick and old have the same kernels, settings");
	free(table);
}

static void a_named_setup_is_held_against_a_named_setup(void **state)
{
	(void)state;
	ours = side_of("new:pv", "pv", campaign_made("master pv", 2000000000));
	theirs = side_of("old:master", "master", campaign_made("pv master", 1000000000));
	assert_int_equal(against_apply(ours, theirs, false), 0);
	assert_int_equal(ours->report->setups->len, 1);
	assert_string_equal(((struct report_setup *)ours->report->setups->pdata[0])->baseline->name,
			    "master");
}

static void the_only_setups_are_partners_whatever_their_names(void **state)
{
	(void)state;
	ours = side_of("new", NULL, campaign_made("pv", 2000000000));
	theirs = side_of("old", NULL, campaign_made("master", 1000000000));
	assert_int_equal(against_apply(ours, theirs, false), 0);
	assert_int_equal(ours->report->setups->len, 1);
}

static void without_partners_both_sides_are_asked_for(void **state)
{
	(void)state;
	ours = side_of("new", NULL, campaign_made("a b", 2000000000));
	theirs = side_of("old", NULL, campaign_made("c d", 1000000000));
	assert_int_equal(against_apply(ours, theirs, false), -EINVAL);
	assert_error_says("no setup in common");
}

static void what_differs_is_listed_once_for_all_setups_that_it_is_of(void **state)
{
	char *table;

	(void)state;
	ours = side_of("new", NULL, campaign_made("master pv", 2000000000));
	theirs = side_of("old", NULL, campaign_made("master pv", 1000000000));
	for (int i = 0; i < 2; i++) {
		const char *name = i ? "pv" : "master";

		input_set(ours->campaign, name, "compiler", "gcc 13");
		input_set(theirs->campaign, name, "compiler", "gcc 12");
		input_set(ours->campaign, name, "qemu_outside", "10");
		input_set(theirs->campaign, name, "qemu_outside", "10");
	}
	input_set(ours->campaign, "pv", "host_kernel", "0123456789abcdef");
	input_set(theirs->campaign, "pv", "host_kernel", "fedcba9876543210");
	json_object_set_new(
		json_object_get(
			json_array_get(json_object_get(ours->campaign->experiment, "setups"), 1),
			"settings"),
		"seconds", json_integer(60));
	assert_int_equal(against_apply(ours, theirs, false), 0);
	table = report_text(ours->report);
	assert_has(table, "What differs between quick (first) and old (second)");
	assert_has(table, "compiler: gcc 13; gcc 12\n");
	assert_has(table, "host kernel (pv): 0123456789ab; fedcba987654\n");
	assert_has(table, "setting seconds (pv): 60; 20\n");
	assert_null(strstr(table, "QEMU outside: 10"));
	free(table);
}

static void different_testbeds_are_refused_unless_forced(void **state)
{
	(void)state;
	ours = side_of("new", NULL, campaign_made("pv", 2000000000));
	theirs = side_of("old", NULL, campaign_made("pv", 1000000000));
	json_object_set_new(theirs->campaign->experiment, "testbed", json_string("bare"));
	assert_int_equal(against_apply(ours, theirs, false), -EINVAL);
	assert_error_says("--force");
	assert_int_equal(against_apply(ours, theirs, true), 0);
}

static void real_time_is_compared_on_one_machine_only(void **state)
{
	(void)state;
	ours = side_of("new", NULL, campaign_made("pv", 2000000000));
	theirs = side_of("old", NULL, campaign_made("pv", 1000000000));
	for (int i = 0; i < 2; i++) {
		struct campaign *campaign = (i ? ours : theirs)->campaign;

		json_object_set_new(campaign->experiment, "testbed", json_string("bare"));
		json_object_set_new(campaign->records->pdata[0], "circumstances",
				    json_pack("{s:{s:s}}", "machine", "cpu", i ? "A" : "B"));
	}
	assert_int_equal(against_apply(ours, theirs, false), -EINVAL);
	assert_error_says("real time on different machines (A; B)");
}

static void the_gate_judges_against_the_other_side(void **state)
{
	const struct gate_options options = { .margin = 0.05 };
	struct gate *gate;

	(void)state;
	ours = side_of("new", NULL, campaign_made("master pv", 800000000));
	theirs = side_of("old", NULL, campaign_made("master pv", 1000000000));
	assert_int_equal(against_apply(ours, theirs, false), 0);
	assert_int_equal(gate_make(ours->report, &options, &gate), 0);
	assert_int_equal(gate->rows->len, 2);
	assert_int_equal(gate->worst, VERDICT_WORSE);
	gate_free(gate);
}

static void a_side_without_valid_runs_is_named(void **state)
{
	(void)state;
	ours = side_of("new", NULL, campaign_made("pv", 800000000));
	theirs = side_of("old", NULL, campaign_new("pv", 2, 2, NULL, NULL));
	assert_int_equal(against_apply(ours, theirs, true), 0);
	assert_note(ours->report, "old: setup pv has no valid run: no ratio of pv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(setups_of_the_same_name_are_partners, test_end),
		cmocka_unit_test_teardown(a_named_setup_is_held_against_a_named_setup, test_end),
		cmocka_unit_test_teardown(the_only_setups_are_partners_whatever_their_names,
					  test_end),
		cmocka_unit_test_teardown(without_partners_both_sides_are_asked_for, test_end),
		cmocka_unit_test_teardown(what_differs_is_listed_once_for_all_setups_that_it_is_of,
					  test_end),
		cmocka_unit_test_teardown(different_testbeds_are_refused_unless_forced, test_end),
		cmocka_unit_test_teardown(real_time_is_compared_on_one_machine_only, test_end),
		cmocka_unit_test_teardown(the_gate_judges_against_the_other_side, test_end),
		cmocka_unit_test_teardown(a_side_without_valid_runs_is_named, test_end),
	};

	return cmocka_run_group_tests_name("against", tests, NULL, NULL);
}

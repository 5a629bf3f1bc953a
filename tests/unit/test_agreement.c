// SPDX-License-Identifier: GPL-2.0-or-later
/* Claims: the verdict of each place of the intervals, and whole tables from made-up records. */
#include "test.h"

#include "stats/agreement.h"
#include "util/error.h"

#include <math.h>

#include "made_up.h"

#define PUBLISHED "results/reference/natapov-2010-v6.json"

static struct campaign *campaign;
static struct report *report;
static char *text;

static int test_end(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	report_free(report);
	report = NULL;
	g_clear_pointer(&campaign, campaign_drop);
	return 0;
}

static enum agreement agreement_of(double measured, double low, double high)
{
	const struct interval ratio = { .low = measured, .high = 2 };
	const struct interval quotient = { .low = low, .high = high };

	return stats_agreement(&ratio, &quotient);
}

static void each_place_of_the_intervals_has_its_verdict(void **state)
{
	(void)state;
	assert_int_equal(agreement_of(1.1, 0.9, 1.1), AGREEMENT_AGREES);
	assert_int_equal(agreement_of(1.1, 1.01, 1.1), AGREEMENT_LARGER);
	assert_int_equal(agreement_of(1.1, 0.9, 0.99), AGREEMENT_SMALLER);
	assert_int_equal(agreement_of(0.9, 0.9, 0.99), AGREEMENT_SMALLER);
	assert_int_equal(agreement_of(0.9, 0.9, 1.1), AGREEMENT_UNCLEAR);
	assert_int_equal(agreement_of(NAN, NAN, NAN), AGREEMENT_UNCLEAR);
	assert_int_equal(agreement_of(1.1, NAN, NAN), AGREEMENT_UNCLEAR);
}

static void agreement_is_within_the_farther_bound(void **state)
{
	const struct interval low = { .low = 0.8, .high = 1.1 }, high = { .low = 0.9, .high = 1.3 };

	(void)state;
	assert_true(fabs(stats_agreement_within(&low) - 0.2) < 1e-12);
	assert_true(fabs(stats_agreement_within(&high) - 0.3) < 1e-12);
}

/* Two boots of each, `spread` apart from the mean. */
static void setup_add(const char *name, double mean, double spread)
{
	record_add(campaign, name, 1, 1, (json_int_t)(mean - spread), 6000, 0);
	record_add(campaign, name, 2, 2, (json_int_t)(mean + spread), 6000, 0);
}

static void campaign_of(double nonpv, double pv, double spread)
{
	campaign = campaign_new("master nonpv pv", 2, 2, "master", PUBLISHED);
	setup_add("master", 1e9, spread);
	setup_add("nonpv", nonpv, spread);
	setup_add("pv", pv, spread);
	report = report_of(campaign);
	text = report_text(report);
}

static void each_pair_of_published_setups_is_a_claim(void **state)
{
	(void)state;
	campaign_of(1.128e9, 1.909e9, 1e6);
	assert_has(text, "nonpv above master by 1.128     1.128");
	assert_has(text, "pv above master by 1.909        1.909");
	assert_has(text, "pv above nonpv by 1.693         1.692");
	assert_has(text, "agrees");
	assert_null(strstr(text, "smaller"));
	assert_has(text,
		   "order: master < nonpv < pv          -                   -  -               "
		   "agrees");
}

static void a_smaller_gain_is_said_with_what_is_known_of_it(void **state)
{
	(void)state;
	campaign_of(1e9, 1.909e9, 1e6);
	assert_has(text, "0.887  0.826 to 0.952  smaller");
	assert_has(text, "nonpv: docs/methods.md, \"What nonpv can gain\", says why");
	assert_has(text,
		   "order: master < nonpv < pv          -                   -  -               "
		   "cannot tell");
}

static void a_wrong_order_is_said(void **state)
{
	(void)state;
	campaign_of(0.9e9, 1.909e9, 1e6);
	assert_has(text,
		   "order: master < nonpv < pv          -                   -  -               "
		   "differs");
}

static void few_boots_cannot_tell(void **state)
{
	(void)state;
	campaign_of(1.1e9, 1.909e9, 2e8);
	assert_has(text, "cannot tell");
	assert_null(strstr(text, "smaller"));
}

/* Taken as deviations of ten runs the brackets leave less room. */
static void another_reading_of_the_brackets_is_said_where_it_matters(void **state)
{
	(void)state;
	campaign_of(1.128e9, 2.1e9, 1e6);
	assert_has(text, "pv above master by 1.909        2.100               1.100");
	assert_has(text, "as standard deviations, pv above");
	assert_has(text, "is: larger");
}

static void without_two_published_setups_there_are_no_claims(void **state)
{
	(void)state;
	campaign = campaign_new("master other", 2, 2, "master", PUBLISHED);
	setup_add("master", 1e9, 1e6);
	setup_add("other", 1e9, 1e6);
	report = report_of(campaign);
	text = report_text(report);
	assert_null(strstr(text, "Claims"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_of_the_intervals_has_its_verdict),
		cmocka_unit_test(agreement_is_within_the_farther_bound),
		cmocka_unit_test_teardown(each_pair_of_published_setups_is_a_claim, test_end),
		cmocka_unit_test_teardown(a_smaller_gain_is_said_with_what_is_known_of_it,
					  test_end),
		cmocka_unit_test_teardown(a_wrong_order_is_said, test_end),
		cmocka_unit_test_teardown(few_boots_cannot_tell, test_end),
		cmocka_unit_test_teardown(another_reading_of_the_brackets_is_said_where_it_matters,
					  test_end),
		cmocka_unit_test_teardown(without_two_published_setups_there_are_no_claims,
					  test_end),
	};

	return cmocka_run_group_tests_name("agreement", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts on several setups together: Holm's steps, and how often any of them is wrong. */
#include "test.h"

#include "report/gate.h"
#include "util/error.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "made_up.h"

#define BOOTS  6
#define MARGIN 0.05

/* Work of `name` with the given mean: boots that lie `spread` to both sides of it. */
static void setup_add(struct campaign *campaign, const char *name, double mean, double spread)
{
	for (int boot = 1; boot <= BOOTS; boot++)
		record_add(campaign, name, boot, boot,
			   (json_int_t)(mean + (boot % 2 ? spread : -spread)), 6000, 0);
}

static enum verdict verdict_of(const struct gate *gate, const char *name, bool alone)
{
	for (guint i = 0; i < gate->rows->len; i++) {
		const struct gate_row *row = gate->rows->pdata[i];

		if (!strcmp(row->setup->name, name))
			return alone ? row->alone : row->verdict;
	}
	fail_msg("%s is not judged", name);
	return VERDICT_UNCLEAR;
}

/* b is clear even among three; so c needs less than if it were one of three; d is not clear. */
static void what_is_clear_makes_room_for_the_rest(void **state)
{
	const struct gate_options options = { .margin = MARGIN };
	struct campaign *campaign = campaign_new("a b c d", BOOTS, BOOTS, "a", NULL);
	struct report *report;
	struct gate *gate;

	(void)state;
	setup_add(campaign, "a", 1e9, 1e7);
	setup_add(campaign, "b", 2e9, 1e7);
	setup_add(campaign, "c", 0.925e9, 1.55e7);
	setup_add(campaign, "d", 0.95e9, 1e7);
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_int_equal(gate->together, 3);
	assert_int_equal(verdict_of(gate, "b", false), VERDICT_BETTER);
	assert_int_equal(verdict_of(gate, "d", false), VERDICT_UNCLEAR);
	assert_int_equal(gate->worst, verdict_of(gate, "c", false) == VERDICT_WORSE
					      ? VERDICT_WORSE
					      : VERDICT_UNCLEAR);
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
}

static void one_setup_is_judged_as_before(void **state)
{
	const struct gate_options options = { .margin = MARGIN };
	struct campaign *campaign = campaign_new("a b", BOOTS, BOOTS, "a", NULL);
	struct report *report;
	struct gate *gate;
	const struct gate_row *row;

	(void)state;
	setup_add(campaign, "a", 1e9, 1e7);
	setup_add(campaign, "b", 0.9e9, 1e7);
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	row = gate->rows->pdata[0];
	assert_int_equal(row->verdict, row->alone);
	assert_int_equal(row->verdict, VERDICT_WORSE);
	assert_true(fabs(row->level - STATS_LEVEL) < 1e-12);
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
}

/* A verdict that is clear alone, and not among three, is unclear and says what it is alone. */
static void what_is_clear_only_alone_is_unclear(void **state)
{
	const struct gate_options options = { .margin = MARGIN };
	struct campaign *campaign = campaign_new("a b c d", BOOTS, BOOTS, "a", NULL);
	struct report *report;
	struct gate *gate;
	const struct gate_row *row;

	(void)state;
	setup_add(campaign, "a", 1e9, 2e7);
	for (int i = 0; i < 3; i++)
		setup_add(campaign, (const char *const[]){ "b", "c", "d" }[i], 0.917e9, 2e7);
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	row = gate->rows->pdata[0];
	assert_int_equal(row->alone, VERDICT_WORSE);
	assert_int_equal(row->verdict, VERDICT_UNCLEAR);
	assert_has(row->reason, "alone: worse; at this spread, about");
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
}

static bool any_is_worse(gsl_rng *random)
{
	static const char *const names[] = { "b", "c", "d", "e" };
	const struct gate_options options = { .margin = MARGIN };
	struct campaign *campaign = campaign_new("a b c d e", BOOTS, BOOTS, "a", NULL);
	struct report *report;
	struct gate *gate;
	bool worse;

	for (int boot = 1; boot <= BOOTS; boot++) {
		record_add(campaign, "a", boot, boot,
			   (json_int_t)(1e9 * (1 + gsl_ran_gaussian(random, 0.02))), 6000, 0);
		for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
			record_add(campaign, names[i], boot, boot,
				   (json_int_t)(1e9 * (1 - MARGIN) *
						(1 + gsl_ran_gaussian(random, 0.02))),
				   6000, 0);
	}
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	worse = gate->worst == VERDICT_WORSE;
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
	return worse;
}

/* Four setups that all lose what is just tolerated. Without the correction some 7 % of such
 * campaigns call one of them worse. */
static void any_wrong_verdict_is_as_rare_as_with_one_setup(void **state)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	const int campaigns = 1000;
	int wrong = 0;

	(void)state;
	gsl_rng_set(random, 1);
	for (int i = 0; i < campaigns; i++)
		wrong += any_is_worse(random);
	gsl_rng_free(random);
	print_message("%d of %d campaigns call a setup worse\n", wrong, campaigns);
	/* 2.5 %, and three standard errors of such a share. */
	assert_true(wrong <= campaigns * 0.04);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_clear_makes_room_for_the_rest),
		cmocka_unit_test(one_setup_is_judged_as_before),
		cmocka_unit_test(what_is_clear_only_alone_is_unclear),
		cmocka_unit_test(any_wrong_verdict_is_as_rare_as_with_one_setup),
	};

	return cmocka_run_group_tests_name("holm", tests, NULL, NULL);
}

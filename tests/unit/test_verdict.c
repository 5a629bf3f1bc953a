// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts: every place of an interval, and how often a loss passes. */
#include "test.h"

#include "stats/verdict.h"

#include <glib.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#define MARGIN 0.05

static enum verdict verdict_of(double low, double high)
{
	const struct interval ratio = { .estimate = sqrt(low * high), .low = low, .high = high };

	return stats_verdict(&ratio, MARGIN, BETTER_HIGHER);
}

static void each_place_of_the_interval_has_its_verdict(void **state)
{
	(void)state;
	assert_int_equal(verdict_of(1.01, 1.2), VERDICT_BETTER);
	assert_int_equal(verdict_of(1.01, 1.02), VERDICT_BETTER);
	assert_int_equal(verdict_of(0.96, 1.04), VERDICT_SAME);
	assert_int_equal(verdict_of(0.96, 0.99), VERDICT_SAME);
	assert_int_equal(verdict_of(0.96, 1.2), VERDICT_NOT_WORSE);
	assert_int_equal(verdict_of(0.90, 1.2), VERDICT_UNCLEAR);
	assert_int_equal(verdict_of(0.90, 1.0), VERDICT_UNCLEAR);
	assert_int_equal(verdict_of(0.90, 0.99), VERDICT_UNCLEAR);
	assert_int_equal(verdict_of(0.90, 0.94), VERDICT_WORSE);
	assert_int_equal(verdict_of(0.50, 0.60), VERDICT_WORSE);
	assert_int_equal(verdict_of(NAN, NAN), VERDICT_UNCLEAR);
}

static enum verdict verdict_of_less(double low, double high)
{
	const struct interval ratio = { .estimate = sqrt(low * high), .low = low, .high = high };

	return stats_verdict(&ratio, MARGIN, BETTER_LOWER);
}

static void where_less_is_better_a_rise_is_the_loss(void **state)
{
	(void)state;
	assert_int_equal(verdict_of_less(0.8, 0.99), VERDICT_BETTER);
	assert_int_equal(verdict_of_less(0.96, 1.04), VERDICT_SAME);
	assert_int_equal(verdict_of_less(1.01, 1.04), VERDICT_SAME);
	assert_int_equal(verdict_of_less(0.8, 1.04), VERDICT_NOT_WORSE);
	assert_int_equal(verdict_of_less(0.8, 1.1), VERDICT_UNCLEAR);
	assert_int_equal(verdict_of_less(1.01, 1.1), VERDICT_UNCLEAR);
	assert_int_equal(verdict_of_less(1.06, 1.1), VERDICT_WORSE);
	assert_int_equal(verdict_of_less(NAN, NAN), VERDICT_UNCLEAR);
}

static void no_margin_lets_no_loss_pass(void **state)
{
	const struct interval ratio = { .estimate = 0.995, .low = 0.991, .high = 0.999 };

	(void)state;
	assert_int_equal(stats_verdict(&ratio, 0, BETTER_HIGHER), VERDICT_WORSE);
	assert_int_equal(stats_verdict(&ratio, MARGIN, BETTER_HIGHER), VERDICT_SAME);
}

static void enough_boots_would_decide(void **state)
{
	struct interval ratio = { .estimate = 1, .low = exp(-0.1), .high = exp(0.1) };
	const double quarter = 1 - exp(-0.05);

	(void)state;
	/* Half the width takes four times the boots. */
	assert_int_equal(stats_boots_needed(&ratio, 10, quarter, BETTER_HIGHER), 40);
	/* What is as far below the margin takes as many, what is there for ever. */
	ratio.estimate = exp(-0.1);
	assert_int_equal(stats_boots_needed(&ratio, 10, quarter, BETTER_HIGHER), 40);
	/* Where less is better the margin is on the other side. */
	ratio.estimate = 1;
	assert_int_equal(stats_boots_needed(&ratio, 10, exp(0.05) - 1, BETTER_LOWER), 40);
	ratio.estimate = 1 - quarter;
	assert_int_equal(stats_boots_needed(&ratio, 10, quarter, BETTER_HIGHER), 0);
	ratio.estimate = NAN;
	assert_int_equal(stats_boots_needed(&ratio, 10, quarter, BETTER_HIGHER), 0);
	ratio = (struct interval){ .estimate = 1, .low = NAN, .high = NAN };
	assert_int_equal(stats_boots_needed(&ratio, 1, quarter, BETTER_HIGHER), 0);
	assert_string_equal(stats_verdict_text(VERDICT_NOT_WORSE), "not worse");
}

static void summary_draw(gsl_rng *random, double mean, struct summary *summary)
{
	struct sample samples[10];

	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++)
		samples[i] =
			(struct sample){ .boot = i + 1,
					 .value = mean * (1 + gsl_ran_gaussian(random, 0.04)) };
	stats_summarize(samples, G_N_ELEMENTS(samples), summary);
}

/* How often a setup of that true ratio gets such a verdict, of 4000 campaigns of ten boots; seed 1.
 */
static double rate_of(double truth, enum verdict from, enum verdict to)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	size_t found = 0, count = 4000;

	gsl_rng_set(random, 1);
	for (size_t i = 0; i < count; i++) {
		struct summary a, b;
		struct interval ratio;
		enum verdict verdict;

		summary_draw(random, truth, &a);
		summary_draw(random, 1, &b);
		stats_ratio(&a, &b, STATS_LEVEL, &ratio);
		verdict = stats_verdict(&ratio, MARGIN, BETTER_HIGHER);
		found += verdict >= from && verdict <= to;
	}
	gsl_rng_free(random);
	return (double)found / (double)count;
}

/* Of 4000, 2.5 % are 100 with a standard deviation of 10: four of them are allowed. */
static void a_loss_of_the_margin_is_called_worse_in_one_of_forty(void **state)
{
	(void)state;
	assert_true(rate_of(1 - MARGIN, VERDICT_WORSE, VERDICT_WORSE) < 0.035);
	assert_true(rate_of(0.97, VERDICT_WORSE, VERDICT_WORSE) < 0.005);
	assert_true(rate_of(0.85, VERDICT_WORSE, VERDICT_WORSE) > 0.95);
}

static double pass_rate(double truth)
{
	return rate_of(truth, VERDICT_BETTER, VERDICT_NOT_WORSE);
}

static void a_loss_of_the_margin_passes_in_one_of_forty(void **state)
{
	(void)state;
	assert_true(pass_rate(1 - MARGIN) < 0.035);
	assert_true(pass_rate(0.90) < 0.001);
	assert_true(pass_rate(1.00) > 0.7);
	assert_true(pass_rate(1.05) > 0.99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_of_the_interval_has_its_verdict),
		cmocka_unit_test(where_less_is_better_a_rise_is_the_loss),
		cmocka_unit_test(no_margin_lets_no_loss_pass),
		cmocka_unit_test(enough_boots_would_decide),
		cmocka_unit_test(a_loss_of_the_margin_is_called_worse_in_one_of_forty),
		cmocka_unit_test(a_loss_of_the_margin_passes_in_one_of_forty),
	};

	return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}

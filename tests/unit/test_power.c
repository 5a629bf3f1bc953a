// SPDX-License-Identifier: GPL-2.0-or-later
/* Power: what is promised is found as often as promised, and the number of boots fits to it. */
#include "test.h"

#include "stats/power.h"

#include <glib.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

static struct summary with_spread(double mean, double cv, size_t boots)
{
	struct summary summary;

	stats_from_published(mean, cv * mean / sqrt((double)boots), boots, &summary);
	return summary;
}

static void mean_of_boots(gsl_rng *rng, double mean, double cv, size_t boots,
			  struct summary *summary)
{
	g_autofree struct sample *samples = g_new(struct sample, boots);

	for (size_t i = 0; i < boots; i++)
		samples[i] = (struct sample){ i + 1, mean + gsl_ran_gaussian(rng, cv * mean) };
	stats_summarize(samples, boots, summary);
}

/* Share of simulated campaigns that find a true ratio. */
static double found(gsl_rng *rng, size_t boots, double cv_a, double cv_b, double ratio)
{
	const unsigned int campaigns = 10000;
	unsigned int count = 0;

	for (unsigned int i = 0; i < campaigns; i++) {
		struct interval interval;
		struct summary a, b;

		mean_of_boots(rng, ratio, cv_a, boots, &a);
		mean_of_boots(rng, 1, cv_b, boots, &b);
		stats_ratio(&a, &b, STATS_LEVEL, &interval);
		count += interval.low > 1 || interval.high < 1;
	}
	return (double)count / campaigns;
}

/* The simulation's own standard error is 0.004. */
static void differences_are_found_as_often_as_promised(void **state)
{
	static const size_t boots[] = { 3, 4, 6, 10 };
	static const double cvs[][2] = { { 0.01, 0.01 }, { 0.002, 0.02 }, { 0.007, 0.014 } };
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	gsl_rng_set(rng, 20101004);
	for (size_t i = 0; i < G_N_ELEMENTS(boots) * G_N_ELEMENTS(cvs); i++) {
		const size_t n = boots[i / G_N_ELEMENTS(cvs)];
		const double *cv = cvs[i % G_N_ELEMENTS(cvs)];
		const struct summary a = with_spread(1, cv[0], n), b = with_spread(1, cv[1], n);
		const double difference = stats_detectable(&a, &b);
		const double share = found(rng, n, cv[0], cv[1], 1 + difference);

		print_message("# %zu boots, cv %.3f and %.3f: %.2f %% is found in %.3f\n", n, cv[0],
			      cv[1], 100 * difference, share);
		assert_true(share >= 0.76 && share <= 0.83);
	}
	gsl_rng_free(rng);
}

static void the_number_of_boots_is_the_smallest(void **state)
{
	(void)state;
	for (double difference = 0.005; difference < 0.3; difference *= 1.7) {
		const struct summary some = with_spread(3, 0.013, 3),
				     other = with_spread(5, 0.04, 3);
		const size_t boots = stats_boots_to_detect(&some, &other, difference);
		struct summary a = with_spread(3, 0.013, boots), b = with_spread(5, 0.04, boots);

		assert_true(boots >= 2);
		assert_true(stats_detectable(&a, &b) <= difference);
		if (boots == 2)
			continue;
		a = with_spread(3, 0.013, boots - 1);
		b = with_spread(5, 0.04, boots - 1);
		assert_true(stats_detectable(&a, &b) > difference);
	}
}

static void without_a_spread_nothing_or_everything_is_found(void **state)
{
	const struct summary some = with_spread(1, 0.01, 3), exact = with_spread(1, 0, 3);
	struct summary one, none;

	(void)state;
	mean_of_boots(NULL, 1, 0, 0, &none);
	one = with_spread(1, NAN, 1);
	assert_true(isnan(stats_detectable(&some, &one)));
	assert_true(isnan(stats_detectable(&some, &none)));
	assert_int_equal(stats_boots_to_detect(&some, &one, 0.05), 0);
	assert_int_equal(stats_boots_to_detect(&none, &some, 0.05), 0);
	assert_int_equal(stats_boots_to_detect(&some, &some, 0), 0);
	assert_true(stats_detectable(&exact, &exact) == 0);
	assert_int_equal(stats_boots_to_detect(&exact, &exact, 0.005), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differences_are_found_as_often_as_promised),
		cmocka_unit_test(the_number_of_boots_is_the_smallest),
		cmocka_unit_test(without_a_spread_nothing_or_everything_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

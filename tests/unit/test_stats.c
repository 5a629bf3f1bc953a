// SPDX-License-Identifier: GPL-2.0-or-later
/* Statistics against published reference values, and the intervals' coverage by simulation. */
#include "test.h"

#include "stats/stats.h"

#include <glib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

static void assert_near(double value, double expected, double tolerance)
{
	if (!(fabs(value - expected) <= tolerance))
		fail_msg("%.15g is not within %g of %.15g", value, tolerance, expected);
}

/* Every value on a boot of its own: boot means are the values. */
static void summarize_values(const double *values, size_t count, struct summary *summary)
{
	g_autofree struct sample *samples = g_new(struct sample, count);

	for (size_t i = 0; i < count; i++)
		samples[i] = (struct sample){ .boot = i + 1, .value = values[i] };
	stats_summarize(samples, count, summary);
}

/* NIST StRD, univariate summary statistics, NumAcc2 to 4: one `first`, then 500 pairs. */
static void check_numacc(double first, double one, double other, double tolerance)
{
	double values[1001] = { first };
	struct summary summary;

	for (size_t i = 1; i < G_N_ELEMENTS(values); i++)
		values[i] = i % 2 ? one : other;
	summarize_values(values, G_N_ELEMENTS(values), &summary);
	assert_near(summary.mean, first, tolerance * first);
	assert_near(summary.deviation, 0.1, tolerance);
	assert_near(summary.error, 0.1 / sqrt(1001), tolerance);
}

static void mean_and_deviation_agree_with_nist_strd(void **state)
{
	const double numacc1[] = { 10000001, 10000003, 10000002 };
	struct summary summary;

	(void)state;
	summarize_values(numacc1, 3, &summary);
	assert_near(summary.mean, 10000002, 0);
	assert_near(summary.deviation, 1, 0);
	assert_near(summary.error, 1 / sqrt(3), 1e-15);
	/* The last digits of 1000000.1 and 10000000.1 are not doubles: NIST's "lower" and "higher"
	 * difficulty; the tolerances are what their rounding leaves. */
	check_numacc(1.2, 1.1, 1.3, 1e-14);
	check_numacc(1000000.2, 1000000.1, 1000000.3, 1e-9);
	check_numacc(10000000.2, 10000000.1, 10000000.3, 1e-8);
}

static void runs_of_a_boot_are_averaged_first(void **state)
{
	const struct sample samples[] = { { 1, 10 }, { 2, 20 }, { 1, 12 }, { 1, 14 }, { 2, 24 } };
	struct summary summary;

	(void)state;
	stats_summarize(samples, G_N_ELEMENTS(samples), &summary);
	assert_int_equal(summary.runs, 5);
	assert_int_equal(summary.boots, 2);
	assert_near(summary.mean, 17, 0); /* of 12 and 22, not of five runs */
	assert_near(summary.deviation, sqrt(50), 1e-14);
	assert_near(summary.error, 5, 1e-14);
	/* (4 + 0 + 4) + (4 + 4) over 2 + 1 degrees of freedom */
	assert_near(summary.within, sqrt(16.0 / 3), 1e-14);
}

static void the_order_of_runs_changes_no_bit(void **state)
{
	struct sample samples[] = { { 1, 0.1 }, { 2, 0.7 }, { 1, 0.3 }, { 3, 1e9 }, { 1, 1e-9 } };
	struct summary first, second;

	(void)state;
	stats_summarize(samples, G_N_ELEMENTS(samples), &first);
	for (size_t i = 0; i < G_N_ELEMENTS(samples) / 2; i++) {
		struct sample moved = samples[i];

		samples[i] = samples[G_N_ELEMENTS(samples) - 1 - i];
		samples[G_N_ELEMENTS(samples) - 1 - i] = moved;
	}
	stats_summarize(samples, G_N_ELEMENTS(samples), &second);
	assert_memory_equal(&first.mean, &second.mean, sizeof(double));
	assert_memory_equal(&first.error, &second.error, sizeof(double));
	assert_memory_equal(&first.within, &second.within, sizeof(double));
}

static void one_boot_has_a_mean_and_no_spread(void **state)
{
	const struct sample samples[] = { { 7, 3 }, { 7, 5 } };
	struct summary summary;

	(void)state;
	stats_summarize(samples, 2, &summary);
	assert_int_equal(summary.boots, 1);
	assert_near(summary.mean, 4, 0);
	assert_true(isnan(summary.deviation) && isnan(summary.error));
	assert_near(summary.within, sqrt(2), 1e-15);
	stats_summarize(samples, 1, &summary);
	assert_near(summary.mean, 3, 0);
	assert_true(isnan(summary.error) && isnan(summary.within));
}

static void no_runs_have_no_mean(void **state)
{
	struct summary summary;

	(void)state;
	stats_summarize(NULL, 0, &summary);
	assert_int_equal(summary.runs, 0);
	assert_int_equal(summary.boots, 0);
	assert_true(isnan(summary.mean) && isnan(summary.error) && isnan(summary.within));
}

/* NIST/SEMATECH e-Handbook 1.3.5.3, data AUTO83B (US and Japanese cars), unequal variances. */
static void freedom_agrees_with_the_nist_handbook(void **state)
{
	const double us = 6.41470 * 6.41470 / 249, japan = 6.10771 * 6.10771 / 79;

	(void)state;
	assert_near(stats_freedom(us, 249, japan, 79), 136.8750, 5e-4);
	assert_near((20.14458 - 30.48101) / sqrt(us + japan), -12.94627, 5e-5);
}

static void freedom_of_equal_variances_is_the_sum(void **state)
{
	(void)state;
	assert_near(stats_freedom(2, 3, 2, 3), 4, 1e-15);
	assert_near(stats_freedom(0, 1, 2, 10), 9, 1e-15);
	assert_true(isnan(stats_freedom(1, 1, 2, 10)));
	assert_true(isnan(stats_freedom(0, 3, 0, 3)));
}

/*
 * Curtis and Wang 1998, Oecologia 113:299, first study (Alnus rubra), as log ratio of means in
 * R's metafor (dat.curtis1998, escalc measure "ROM"): yi = 0.5470, vi = 0.0385.
 */
static void ratio_agrees_with_a_published_log_response_ratio(void **state)
{
	struct summary elevated, ambient;
	struct interval interval;
	double half, t;

	(void)state;
	stats_from_published(6.8169540, 1.7699820 / sqrt(3), 3, &elevated);
	stats_from_published(3.9450380, 1.1157970 / sqrt(5), 5, &ambient);
	stats_ratio(&elevated, &ambient, STATS_LEVEL, &interval);
	assert_near(log(interval.estimate), 0.5470, 5e-5);
	half = log(interval.high / interval.estimate);
	t = gsl_cdf_tdist_Pinv(0.975, interval.freedom);
	assert_near(half * half / (t * t), 0.0385, 5e-5);
	assert_near(interval.estimate / interval.low, interval.high / interval.estimate, 1e-12);
}

/* NIST/SEMATECH e-Handbook 1.3.6.7.2, critical values of Student's t, column 0.975. */
static void intervals_use_the_tabled_t_quantiles(void **state)
{
	static const struct {
		size_t n;
		double t;
	} table[] = { { 2, 12.706 }, { 3, 4.303 },  { 4, 3.182 },  { 5, 2.776 },
		      { 6, 2.571 },  { 10, 2.262 }, { 20, 2.093 }, { 31, 2.042 } };
	struct summary a, exact;
	struct interval interval;

	(void)state;
	stats_from_published(1, 0, 2, &exact);
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		stats_from_published(2, 0.02, table[i].n, &a);
		stats_ratio(&a, &exact, STATS_LEVEL, &interval);
		assert_near(interval.freedom, (double)table[i].n - 1, 1e-9);
		assert_near(log(interval.high / 2) / 0.01, table[i].t, 5.1e-4);
	}
}

/* Against the same formula written out. */
static void a_product_has_the_variance_of_all_its_factors(void **state)
{
	struct summary a, b, c, d;
	struct interval product;
	const double v[] = { 0.01 * 0.01, 0.02 * 0.02, 0.03 * 0.03, 0.04 * 0.04 };
	const double sum = v[0] + v[1] + v[2] + v[3];
	const double freedom =
		sum * sum / (v[0] * v[0] / 2 + v[1] * v[1] / 3 + v[2] * v[2] / 4 + v[3] * v[3] / 5);

	(void)state;
	stats_from_published(5, 0.05, 3, &a);
	stats_from_published(4, 0.08, 4, &b);
	stats_from_published(3, 0.09, 5, &c);
	stats_from_published(2, 0.08, 6, &d);
	stats_product(
		(const struct stats_factor[]){
			{ &a, false }, { &b, true }, { &c, false }, { &d, true } },
		4, STATS_LEVEL, &product);
	assert_true(fabs(product.estimate - 5.0 * 3 / (4 * 2)) < 1e-12);
	assert_true(fabs(product.freedom - freedom) < 1e-9);
	assert_true(fabs(log(product.high / product.estimate) -
			 gsl_cdf_tdist_Pinv(0.975, freedom) * sqrt(sum)) < 1e-12);
	b.error = NAN;
	stats_product((const struct stats_factor[]){ { &a, false }, { &b, true } }, 2, STATS_LEVEL,
		      &product);
	assert_true(product.estimate > 1 && isnan(product.low));
}

static void published_figures_give_the_published_ratios(void **state)
{
	struct summary master, nonpv, pv;
	struct interval interval;

	(void)state;
	stats_from_published(122789420615, 3818565029, 10, &master);
	stats_from_published(138455939001, 773774299, 10, &nonpv);
	stats_from_published(234351846135, 10461117116, 10, &pv);
	stats_ratio(&nonpv, &master, STATS_LEVEL, &interval);
	assert_near(interval.estimate, 1.128, 5e-4);
	stats_ratio(&pv, &master, STATS_LEVEL, &interval);
	assert_near(interval.estimate, 1.909, 5e-4);
	/* One standard error by the delta method is 0.104, so 1.7 to 2.1 at 95 %. */
	assert_near(interval.low, 1.70, 0.01);
	assert_near(interval.high, 2.14, 0.01);
}

static void swapping_the_sides_inverts_the_interval(void **state)
{
	struct summary a, b;
	struct interval there, back;

	(void)state;
	stats_from_published(5, 0.3, 3, &a);
	stats_from_published(3, 0.1, 7, &b);
	stats_ratio(&a, &b, STATS_LEVEL, &there);
	stats_ratio(&b, &a, STATS_LEVEL, &back);
	assert_near(there.low * back.high, 1, 1e-14);
	assert_near(there.high * back.low, 1, 1e-14);
}

static void ratios_without_ground_have_no_interval(void **state)
{
	struct summary some, one, none, zero;
	struct interval interval;

	(void)state;
	stats_from_published(5, 0.3, 3, &some);
	stats_from_published(5, NAN, 1, &one);
	stats_from_published(NAN, NAN, 0, &none);
	stats_from_published(0, 0, 3, &zero);
	stats_ratio(&some, &one, STATS_LEVEL, &interval);
	assert_near(interval.estimate, 1, 0);
	assert_true(isnan(interval.low) && isnan(interval.high) && isnan(interval.freedom));
	stats_ratio(&some, &none, STATS_LEVEL, &interval);
	assert_true(isnan(interval.estimate) && isnan(interval.low));
	stats_ratio(&some, &zero, STATS_LEVEL, &interval);
	assert_true(isnan(interval.estimate) && isnan(interval.low));
	stats_ratio(&zero, &some, STATS_LEVEL, &interval);
	assert_near(interval.estimate, 0, 0);
	assert_true(isnan(interval.low) && isnan(interval.high));
}

static void equal_values_give_an_interval_of_no_width(void **state)
{
	struct summary a, b;
	struct interval interval;

	(void)state;
	stats_from_published(6, 0, 3, &a);
	stats_from_published(3, 0, 3, &b);
	stats_ratio(&a, &b, STATS_LEVEL, &interval);
	assert_near(interval.low, 2, 0);
	assert_near(interval.high, 2, 0);
	assert_true(isnan(interval.freedom));
}

/* Share of simulated campaigns whose interval holds the true ratio, 2. Lognormal boots with mean 1
 * (a gets twice that) and the given coefficients of variation. */
static double coverage(gsl_rng *rng, size_t n, double cv_a, double cv_b)
{
	const unsigned int campaigns = 20000;
	const double sa = sqrt(log1p(cv_a * cv_a)), sb = sqrt(log1p(cv_b * cv_b));
	unsigned int held = 0;
	double a[10], b[10];

	for (unsigned int i = 0; i < campaigns; i++) {
		struct summary left, right;
		struct interval interval;

		for (size_t j = 0; j < n; j++) {
			a[j] = 2 * gsl_ran_lognormal(rng, -sa * sa / 2, sa);
			b[j] = gsl_ran_lognormal(rng, -sb * sb / 2, sb);
		}
		summarize_values(a, n, &left);
		summarize_values(b, n, &right);
		stats_ratio(&left, &right, STATS_LEVEL, &interval);
		held += interval.low <= 2 && 2 <= interval.high;
	}
	return (double)held / campaigns;
}

/* The simulation's own standard error is 0.0015. Welch's df are cautious where n is 3. */
static void intervals_hold_the_truth_as_often_as_they_say(void **state)
{
	static const struct {
		size_t n;
		double cv_a, cv_b, least, most;
	} cases[] = {
		{ 3, 0.10, 0.10, 0.945, 0.980 },  { 3, 0.01, 0.10, 0.940, 0.965 },
		{ 3, 0.10, 0.01, 0.940, 0.965 },  { 3, 0.02, 0.02, 0.945, 0.980 },
		{ 10, 0.10, 0.10, 0.943, 0.960 }, { 10, 0.02, 0.10, 0.943, 0.960 },
	};
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	(void)state;
	gsl_rng_set(rng, 20101004);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		double share = coverage(rng, cases[i].n, cases[i].cv_a, cases[i].cv_b);

		print_message("# n=%zu cv %.2f and %.2f: coverage %.4f\n", cases[i].n,
			      cases[i].cv_a, cases[i].cv_b, share);
		assert_true(share >= cases[i].least && share <= cases[i].most);
	}
	gsl_rng_free(rng);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mean_and_deviation_agree_with_nist_strd),
		cmocka_unit_test(runs_of_a_boot_are_averaged_first),
		cmocka_unit_test(the_order_of_runs_changes_no_bit),
		cmocka_unit_test(one_boot_has_a_mean_and_no_spread),
		cmocka_unit_test(no_runs_have_no_mean),
		cmocka_unit_test(freedom_agrees_with_the_nist_handbook),
		cmocka_unit_test(freedom_of_equal_variances_is_the_sum),
		cmocka_unit_test(ratio_agrees_with_a_published_log_response_ratio),
		cmocka_unit_test(intervals_use_the_tabled_t_quantiles),
		cmocka_unit_test(a_product_has_the_variance_of_all_its_factors),
		cmocka_unit_test(published_figures_give_the_published_ratios),
		cmocka_unit_test(swapping_the_sides_inverts_the_interval),
		cmocka_unit_test(ratios_without_ground_have_no_interval),
		cmocka_unit_test(equal_values_give_an_interval_of_no_width),
		cmocka_unit_test(intervals_hold_the_truth_as_often_as_they_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

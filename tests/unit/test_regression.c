// SPDX-License-Identifier: GPL-2.0-or-later
/* Least squares against a published reference, and the predicted share without an effect. */
#include "test.h"

#include "stats/regression.h"

#include <glib.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#define BOOTS	  6
#define CAMPAIGNS 20000

static void assert_near(double value, double expected, double tolerance)
{
	if (!(fabs(value - expected) <= tolerance))
		fail_msg("%.15g is not within %g of %.15g", value, tolerance, expected);
}

/* NIST StRD, linear regression, Norris. */
static void line_agrees_with_nist_strd(void **state)
{
	static const double points[][2] = {
		{ 0.2, 0.1 },	  { 337.4, 338.8 }, { 118.2, 118.1 }, { 884.6, 888.0 },
		{ 10.1, 9.2 },	  { 226.5, 228.1 }, { 666.3, 668.5 }, { 996.3, 998.5 },
		{ 448.6, 449.1 }, { 777.0, 778.9 }, { 558.2, 559.2 }, { 0.4, 0.3 },
		{ 0.6, 0.1 },	  { 775.5, 778.1 }, { 666.9, 668.8 }, { 338.0, 339.3 },
		{ 447.5, 448.9 }, { 11.6, 10.8 },   { 556.0, 557.7 }, { 228.1, 228.3 },
		{ 995.8, 998.0 }, { 887.6, 888.8 }, { 120.2, 119.6 }, { 0.3, 0.3 },
		{ 0.3, 0.6 },	  { 556.8, 557.6 }, { 339.1, 339.3 }, { 887.2, 888.0 },
		{ 999.0, 998.5 }, { 779.0, 778.9 }, { 11.1, 10.2 },   { 118.3, 117.6 },
		{ 229.2, 228.9 }, { 669.1, 668.4 }, { 448.9, 449.2 }, { 0.5, 0.2 },
	};
	double x[G_N_ELEMENTS(points)], y[G_N_ELEMENTS(points)];
	struct regression line;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(points); i++) {
		x[i] = points[i][0];
		y[i] = points[i][1];
	}
	stats_regress(x, y, G_N_ELEMENTS(points), &line);
	assert_near(line.intercept, -0.262323073774029, 1e-11);
	assert_near(line.slope, 1.00211681802045, 1e-13);
	assert_near(line.residual, 0.884796396144373, 1e-11);
	assert_near(line.explained, 0.999993745883712, 1e-14);
}

/* By its definition: a line through the others for each point. */
static double predicted_slowly(const double *x, const double *y, size_t n)
{
	double errors = 0, without = 0;

	for (size_t out = 0; out < n; out++) {
		double others_x[BOOTS], others_y[BOOTS], sum = 0;
		struct regression line;
		size_t count = 0;

		for (size_t i = 0; i < n; i++) {
			if (i == out)
				continue;
			others_x[count] = x[i];
			others_y[count++] = y[i];
			sum += y[i];
		}
		stats_regress(others_x, others_y, count, &line);
		errors += pow(y[out] - line.intercept - line.slope * x[out], 2);
		without += pow(y[out] - sum / (double)count, 2);
	}
	return 1 - errors / without;
}

static void predicted_leaves_each_point_out(void **state)
{
	const double x[BOOTS] = { 3, 1, 4, 1.5, 9, 2.6 };
	const double y[BOOTS] = { 2.7, 1.8, 2.8, 1.8, 4.5, 9 };
	struct regression line;

	(void)state;
	stats_regress(x, y, BOOTS, &line);
	assert_near(line.predicted, predicted_slowly(x, y, BOOTS), 1e-12);
}

/* R squared flatters: without any effect it is 1/5 on average for six points, and the predicted
 * share is below 0 in most campaigns. */
static void no_effect_predicts_nothing(void **state)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	double explained = 0;
	size_t positive = 0;

	(void)state;
	gsl_rng_set(random, 1);
	for (size_t i = 0; i < CAMPAIGNS; i++) {
		double x[BOOTS], y[BOOTS];
		struct regression line;

		for (size_t j = 0; j < BOOTS; j++) {
			x[j] = gsl_ran_gaussian(random, 1);
			y[j] = gsl_ran_gaussian(random, 1);
		}
		stats_regress(x, y, BOOTS, &line);
		explained += line.explained / CAMPAIGNS;
		positive += line.predicted > 0;
	}
	gsl_rng_free(random);
	assert_near(explained, 0.2, 0.01);
	assert_true(positive < CAMPAIGNS / 4);
}

static void no_line_without_points_or_spread(void **state)
{
	const double same[BOOTS] = { 2, 2, 2, 2, 2, 2 }, other[BOOTS] = { 1, 2, 3, 4, 5, 6 };
	const double one[BOOTS] = { 2.1, 2.1, 2.1, 2.1, 2.1, 7.3 };
	struct regression line;

	(void)state;
	stats_regress(other, other, 2, &line);
	assert_true(isnan(line.slope) && isnan(line.explained) && isnan(line.predicted));
	stats_regress(same, other, BOOTS, &line);
	assert_true(isnan(line.slope));
	stats_regress(other, same, BOOTS, &line);
	assert_true(isnan(line.slope));
	stats_regress(one, other, BOOTS, &line);
	assert_near(line.explained, 3.0 / 7, 1e-12);
	assert_true(isnan(line.predicted));
	stats_regress(NULL, NULL, 0, &line);
	assert_true(isnan(line.slope));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_agrees_with_nist_strd),
		cmocka_unit_test(predicted_leaves_each_point_out),
		cmocka_unit_test(no_effect_predicts_nothing),
		cmocka_unit_test(no_line_without_points_or_spread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

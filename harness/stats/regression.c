// SPDX-License-Identifier: GPL-2.0-or-later
/* Least squares with one covariate; docs/methods.md says what is made of it. */
#include "stats/regression.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define LEAST_POINTS 3

/* A leverage this close to 1 is rounding: no other point has another x. */
#define SAME_X 1e-9

/*
 * Squared errors of points that are left out of the line, without drawing n lines: the residual
 * over 1 minus the point's leverage. NAN if there is no line without one of them, as all others
 * have the same x.
 */
static double press(const double *x, const double *y, size_t n, const struct regression *line)
{
	const double mean = gsl_stats_mean(x, 1, n), squares = gsl_stats_tss_m(x, 1, n, mean);
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double leverage = 1 / (double)n + (x[i] - mean) * (x[i] - mean) / squares;
		double error = (y[i] - line->intercept - line->slope * x[i]) / (1 - leverage);

		if (1 - leverage < SAME_X)
			return NAN;
		sum += error * error;
	}
	return sum;
}

void stats_regress(const double *x, const double *y, size_t n, struct regression *regression)
{
	double spread_x = n ? gsl_stats_tss(x, 1, n) : 0, spread_y = n ? gsl_stats_tss(y, 1, n) : 0;
	double cov00, cov01, cov11, squares, without;

	*regression = (struct regression){ NAN, NAN, NAN, NAN, NAN };
	if (n < LEAST_POINTS || !(spread_x > 0) || !(spread_y > 0))
		return;
	gsl_fit_linear(x, 1, y, 1, n, &regression->intercept, &regression->slope, &cov00, &cov01,
		       &cov11, &squares);
	/* What the mean of the other n - 1 points misses a point by is n / (n - 1) of its distance
	 * from the mean of all. */
	without = spread_y * pow((double)n / (double)(n - 1), 2);
	regression->explained = 1 - squares / spread_y;
	regression->predicted = 1 - press(x, y, n, regression) / without;
	regression->residual = sqrt(squares / (double)(n - 2));
}

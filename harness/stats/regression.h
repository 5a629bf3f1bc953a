// SPDX-License-Identifier: GPL-2.0-or-later
/* A straight line through points, and how well it foretells a point that it was not drawn from. */
#ifndef STATS_REGRESSION_H
#define STATS_REGRESSION_H

#include <stddef.h>

struct regression {   /* all NAN with fewer than three points, or if all x or all y are equal */
	double slope; /* unit of y per unit of x */
	double intercept;
	double explained; /* R squared: share of the variance of y, 0 to 1 */
	double predicted; /* the same for points left out, see below; at most 1, may be negative,
			   * NAN if without one point there is no line */
	double residual;  /* standard deviation around the line, n-2 in the denominator */
};

/*
 * Least squares by GSL. predicted leaves each point out in turn, draws the line through the others,
 * and compares the squared errors at the points left out (PRESS: Allen 1974,
 * doi:10.1080/00401706.1974.10489157) with those that the mean of the others would make there. A
 * covariate without an effect has a predicted share around or below 0, however few points there
 * are; its R squared is 1 / (n - 1) on average.
 */
void stats_regress(const double *x, const double *y, size_t n, struct regression *regression);

#endif

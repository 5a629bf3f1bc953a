// SPDX-License-Identifier: GPL-2.0-or-later
/* Means over boots, standard errors, ratios with intervals: arithmetic on numbers, by GSL. */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATS_LEVEL 0.95 /* of all intervals that apfbench prints */

struct sample { /* one value of a run, in any unit */
	uint64_t boot;
	double value;
};

struct summary { /* of a setup, in the samples' unit; the means of boots are the sample */
	size_t runs;
	size_t boots;	  /* n */
	double mean;	  /* of the boot means, all with the same weight; NAN without runs */
	double deviation; /* standard deviation of the boot means, n-1; NAN with one boot */
	double error;	  /* standard error: deviation / sqrt(boots); NAN with one boot */
	double within; /* pooled standard deviation of runs within boots; NAN if no boot has two */
};

struct interval {
	double estimate;    /* NAN without a ratio: no data, or a denominator of 0 */
	double low, high;   /* NAN if n or the signs do not allow an interval */
	double freedom;	    /* degrees of freedom; NAN as the bounds are, or without any spread */
	double level;	    /* 0.95 */
	const char *method; /* static text; docs/methods.md has the sources */
};

/* The mean of each boot, in the order of boots; returns their number. means has room for count. */
size_t stats_boot_means(const struct sample *samples, size_t count, struct sample *means);

/* The result does not depend on the order of samples, to the last bit. */
void stats_summarize(const struct sample *samples, size_t count, struct summary *summary);

/* The summary for a published mean, its standard error and n; within is NAN. */
void stats_from_published(double mean, double error, size_t n, struct summary *summary);

/*
 * Degrees of freedom of va + vb, two independent variances of means over na and nb values:
 * Satterthwaite 1946, Welch 1947. A variance of 0 counts as known exactly. NAN if a variance other
 * than 0 comes from fewer than two values, or if both are 0.
 */
double stats_freedom(double va, size_t na, double vb, size_t nb);

/* Of a product of means; inverse: divided by it. */
struct stats_factor {
	const struct summary *summary;
	bool inverse;
};

#define STATS_FACTORS 4 /* at most in a product */

/*
 * The product of independent means and inverses of means with its interval of that level (0.95):
 * delta method on its logarithm, t quantile with Welch-Satterthwaite degrees of freedom. It needs
 * only the summaries (mean, error, n), so published figures are treated in the same way.
 */
void stats_product(const struct stats_factor *factors, size_t count, double level,
		   struct interval *interval);

/* Ratio a/b of two independent means: their stats_product(). */
void stats_ratio(const struct summary *a, const struct summary *b, double level,
		 struct interval *interval);

#endif

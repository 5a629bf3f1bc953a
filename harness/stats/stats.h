// SPDX-License-Identifier: GPL-2.0-or-later
/* Means over boots, standard errors, ratios with intervals: arithmetic on numbers, by GSL. */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include <stddef.h>
#include <stdint.h>

#define STATS_LEVEL 0.95 /* of every interval that apfbench prints */

struct sample { /* one value of one run */
	uint64_t boot;
	double value;
};

struct summary { /* of one setup; the sample are the means over boots */
	size_t runs;
	size_t boots;	  /* n */
	double mean;	  /* of the boot means, each boot weighing the same; NAN without runs */
	double deviation; /* standard deviation of the boot means, n-1; NAN with one boot */
	double error;	  /* standard error: deviation / sqrt(boots); NAN with one boot */
	double within;	  /* pooled standard deviation of runs within boots; NAN if none has two */
};

struct interval {
	double estimate;    /* NAN when there is no ratio: no data, or a mean of 0 below */
	double low, high;   /* NAN when n or the signs do not allow an interval */
	double freedom;	    /* degrees of freedom; NAN like the bounds, or without any spread */
	double level;	    /* 0.95 */
	const char *method; /* static text that names the method; docs/methods.md has its sources */
};

/* The order of samples makes no difference, to the last bit. */
void stats_summarize(const struct sample *samples, size_t count, struct summary *summary);

/* The summary that mean, standard error of the mean and n, as published, stand for. */
void stats_from_published(double mean, double error, size_t n, struct summary *summary);

/*
 * Degrees of freedom of va + vb, two independent variances of means over na and nb values:
 * Satterthwaite 1946, Welch 1947. A variance of 0 counts as exactly known. NAN when a variance that
 * is not 0 comes from fewer than two values, or both are 0.
 */
double stats_freedom(double va, size_t na, double vb, size_t nb);

/*
 * Ratio a/b of two independent means with its interval of that level: delta method on the log of
 * the ratio, t quantile with Welch-Satterthwaite degrees of freedom. Works from summaries alone
 * (mean, error, n), so that published figures are treated in the same way.
 */
void stats_ratio(const struct summary *a, const struct summary *b, double level,
		 struct interval *interval);

#endif

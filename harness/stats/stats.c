// SPDX-License-Identifier: GPL-2.0-or-later
/* Summaries of runs nested in boots; formulas and sources are in docs/methods.md. */
#include "stats/stats.h"

#include <glib.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

#define RATIO_METHOD "delta method on the log of the ratio, Welch-Satterthwaite df"

/* By boot, then by value: sums must not depend on the order that runs ended in. */
static int sample_order(const void *left, const void *right)
{
	const struct sample *a = left, *b = right;

	if (a->boot != b->boot)
		return a->boot < b->boot ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

static double within_boots(double squares, size_t freedom)
{
	return freedom ? sqrt(squares / (double)freedom) : NAN;
}

/* As stats_boot_means(); *squares: of the distances of all runs from their boot's mean. */
static size_t boots_reduce(const struct sample *samples, size_t count, struct sample *means,
			   double *squares)
{
	g_autofree struct sample *sorted = g_memdup2(samples, count * sizeof(*samples));
	g_autofree double *values = g_new(double, count);
	size_t boots = 0, begin = 0;

	*squares = 0;
	if (count)
		qsort(sorted, count, sizeof(*sorted), sample_order);
	for (size_t i = 0; i < count; i++) {
		values[i] = sorted[i].value;
		if (i + 1 < count && sorted[i + 1].boot == sorted[begin].boot)
			continue;
		means[boots].boot = sorted[begin].boot;
		means[boots].value = gsl_stats_mean(values + begin, 1, i + 1 - begin);
		*squares += gsl_stats_tss_m(values + begin, 1, i + 1 - begin, means[boots].value);
		boots++;
		begin = i + 1;
	}
	return boots;
}

size_t stats_boot_means(const struct sample *samples, size_t count, struct sample *means)
{
	double squares;

	return boots_reduce(samples, count, means, &squares);
}

void stats_summarize(const struct sample *samples, size_t count, struct summary *summary)
{
	g_autofree struct sample *boot_means = g_new(struct sample, count);
	g_autofree double *means = g_new(double, count);
	double squares;
	const size_t boots = boots_reduce(samples, count, boot_means, &squares);

	for (size_t i = 0; i < boots; i++)
		means[i] = boot_means[i].value;
	summary->runs = count;
	summary->boots = boots;
	summary->mean = boots ? gsl_stats_mean(means, 1, boots) : NAN;
	summary->deviation = boots > 1 ? gsl_stats_sd_m(means, 1, boots, summary->mean) : NAN;
	summary->error = summary->deviation / sqrt((double)boots);
	summary->within = within_boots(squares, count - boots);
}

void stats_from_published(double mean, double error, size_t n, struct summary *summary)
{
	*summary = (struct summary){
		.runs = n,
		.boots = n,
		.mean = mean,
		.error = error,
		.deviation = error * sqrt((double)n),
		.within = NAN,
	};
}

/* Of a sum of independent variances, each of a mean over so many boots: see stats_freedom(). */
static double freedom_of(const double *variances, const size_t *boots, size_t count)
{
	double sum = 0, parts = 0;

	for (size_t i = 0; i < count; i++) {
		const double variance = variances[i];

		if (variance > 0 && boots[i] < 2)
			return NAN;
		if (variance > 0)
			parts += variance * variance / (double)(boots[i] - 1);
		sum += variance;
	}
	return parts > 0 ? sum * sum / parts : NAN;
}

double stats_freedom(double va, size_t na, double vb, size_t nb)
{
	return freedom_of((const double[]){ va, vb }, (const size_t[]){ na, nb }, 2);
}

/* Relative variance of a mean, which by the delta method is the variance of its logarithm. */
static double relative_variance(const struct summary *summary)
{
	double relative = summary->error / summary->mean;

	return relative * relative;
}

static double product_estimate(const struct stats_factor *factors, size_t count)
{
	double product = 1;

	for (size_t i = 0; i < count; i++) {
		const double mean = factors[i].summary->mean;

		if (factors[i].inverse)
			product = mean > 0 ? product / mean : NAN;
		else
			product *= mean;
	}
	return product;
}

void stats_product(const struct stats_factor *factors, size_t count, double level,
		   struct interval *interval)
{
	double variances[STATS_FACTORS] = { 0 }, sum = 0, half;
	size_t boots[STATS_FACTORS] = { 0 };

	*interval = (struct interval){
		.estimate = product_estimate(factors, count),
		.low = NAN,
		.high = NAN,
		.freedom = NAN,
		.level = level,
		.method = RATIO_METHOD,
	};
	for (size_t i = 0; i < count; i++) {
		const struct summary *summary = factors[i].summary;

		/* Negated, so that NAN (one boot, no data, no published error) returns here, too.
		 */
		if (!(summary->mean > 0) || !(summary->error >= 0))
			return;
		variances[i] = relative_variance(summary);
		boots[i] = summary->boots;
		sum += variances[i];
	}
	interval->freedom = freedom_of(variances, boots, count);
	half = isnan(interval->freedom)
		       ? 0 /* no spread anywhere */
		       : gsl_cdf_tdist_Pinv((1 + level) / 2, interval->freedom) * sqrt(sum);
	interval->low = interval->estimate * exp(-half);
	interval->high = interval->estimate * exp(half);
}

void stats_ratio(const struct summary *a, const struct summary *b, double level,
		 struct interval *interval)
{
	const struct stats_factor factors[] = { { a, false }, { b, true } };

	stats_product(factors, G_N_ELEMENTS(factors), level, interval);
}

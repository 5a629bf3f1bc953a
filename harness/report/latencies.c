// SPDX-License-Identifier: GPL-2.0-or-later
/* Quantiles from a histogram with buckets of about equal relative width, and rates from a series.
 */
#include "report/latencies.h"

#include "record/record.h"

#include <math.h>

static const double quantiles[] = { 0.5, 0.9, 0.99, 0.999 };

static double bucket_count(const json_t *bucket)
{
	return json_number_value(json_array_get(bucket, 1));
}

/* Each power of two has that many buckets of whole ns; those of few ns have one each. */
static double bucket_middle(const json_t *bucket, double sub_buckets)
{
	const double lower = json_number_value(json_array_get(bucket, 0));
	const double width = exp2(floor(log2(fmax(lower, 1)))) / sub_buckets;

	return lower + fmax(width - 1, 0) / 2;
}

/* ns; NAN without accesses. */
static double quantile(const json_t *histogram, double share)
{
	const json_t *buckets = json_object_get(histogram, "buckets"), *bucket;
	const double sub_buckets = record_figure(histogram, "sub_buckets");
	double all = 0, below = 0;
	size_t i;

	json_array_foreach (buckets, i, bucket)
		all += bucket_count(bucket);
	json_array_foreach (buckets, i, bucket) {
		below += bucket_count(bucket);
		if (all > 0 && below >= share * all)
			return fmin(bucket_middle(bucket, sub_buckets),
				    record_figure(histogram, "max_ns"));
	}
	return NAN;
}

/* Of what a series counts in each second, the sum over the window's length and the largest. */
static void rate_add(struct table *table, const json_t *result, const char *key)
{
	const json_t *seconds = record_lookup(result, "series.second"), *second;
	const double window = record_figure(record_lookup(result, "balance"), "window_ns");
	double sum = 0, peak = NAN;
	size_t i;

	json_array_foreach (seconds, i, second) {
		sum += record_figure(second, key);
		peak = fmax(peak, record_figure(second, key));
	}
	table_number(table, json_array_size(seconds) && window > 0 ? sum / window * 1e9 : NAN);
	table_number(table, peak);
}

struct table *latencies_table(struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "traced run", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "p50", "p50 ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 3 },
		{ "p90", "p90 ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 3 },
		{ "p99", "p99 ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 3 },
		{ "p99_9", "p99.9 ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 3 },
		{ "max", "max ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 1 },
		{ "swap_ins", "swap-ins/s", "1/s", COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "swap_ins_peak", "peak/s", "1/s", COLUMN_NUMBER, BETTER_NEITHER, 0 },
		{ "async", "async/s", "1/s", COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "async_peak", "peak/s", "1/s", COLUMN_NUMBER, BETTER_NEITHER, 0 },
	};
	struct table *table = model_table(model, "latency", columns, G_N_ELEMENTS(columns));

	table->heading = g_strdup("How long an access takes in the guest, and how often pages come "
				  "in, mean and peak of a second");
	return table;
}

void latencies_add(struct table *table, const struct report_setup *setup, const json_t *result)
{
	const char *member = setup->workload->traced;
	const json_t *said = member ? json_object_get(result, member) : NULL;
	const json_t *histogram = json_object_get(said, "latency");

	table_text(table, setup->name);
	for (size_t i = 0; i < G_N_ELEMENTS(quantiles); i++)
		table_number(table, quantile(histogram, quantiles[i]) * 1e-6);
	table_number(table, record_figure(histogram, "max_ns") * 1e-6);
	rate_add(table, result, "swap_ins");
	rate_add(table, result, "async");
}

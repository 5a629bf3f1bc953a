// SPDX-License-Identifier: GPL-2.0-or-later
/* The workers' fair share of CPU by where their threads sat: its mean and range over boots. */
#include "report/placement.h"

#include "record/record.h"

#include <math.h>

/* A setup's shares, or those of all setups. */
struct range {
	double low, high; /* NAN: there is none yet */
};

static void range_take(struct range *range, double value)
{
	range->low = fmin(range->low, value);
	range->high = fmax(range->high, value);
}

/* "2.00", or "1.50 to 2.00". */
static void range_append(GString *text, const struct range *range)
{
	g_string_append_printf(text, "%.2f", range->low);
	if (range->high > range->low)
		g_string_append_printf(text, " to %.2f", range->high);
}

/* The shares of the setup's valid runs: struct sample, in the order of boots. */
static GArray *shares_read(const struct report_setup *setup, struct range *pairs)
{
	GArray *shares = g_array_new(FALSE, FALSE, sizeof(struct sample));

	for (guint i = 0; setup->workload->share && i < setup->records->len; i++) {
		const json_t *record = setup->records->pdata[i];
		struct workload_share share;
		struct sample sample;

		if (!json_is_true(record_lookup(record, "determined.valid")) ||
		    !setup->workload->share(record_lookup(record, "determined.result"), &share))
			continue;
		sample.boot =
			(uint64_t)json_integer_value(record_lookup(record, "determined.boot"));
		sample.value = share.got;
		g_array_append_val(shares, sample);
		range_take(pairs, share.pairs);
	}
	return shares;
}

/* Appends "pv 2.21 (2.00 to 2.33)", the range being that of boot means. */
static void setup_append(GString *text, const struct report_setup *setup, struct range *pairs)
{
	g_autoptr(GArray) shares = shares_read(setup, pairs);
	const struct sample *samples = (const struct sample *)(void *)shares->data;
	g_autofree struct sample *means = g_new(struct sample, shares->len);
	const size_t boots = stats_boot_means(samples, shares->len, means);
	struct range range = { NAN, NAN };
	struct summary summary;

	if (!boots)
		return;
	for (size_t i = 0; i < boots; i++)
		range_take(&range, means[i].value);
	stats_summarize(samples, shares->len, &summary);
	g_string_append_printf(text, "%s%s %.2f (", text->len ? ", " : "", setup->name,
			       summary.mean);
	range_append(text, &range);
	g_string_append_c(text, ')');
}

void placement_add(const struct report *report, struct table *table)
{
	g_autoptr(GString) setups = g_string_new(NULL), line = g_string_new(NULL);
	struct range pairs = { NAN, NAN };

	for (guint i = 0; i < report->setups->len; i++)
		setup_append(setups, report->setups->pdata[i], &pairs);
	if (!setups->len)
		return;
	g_string_append(line, "The guest's scheduler placed the threads; the workers' fair share "
			      "in vCPUs (in pairs: ");
	range_append(line, &pairs);
	g_string_append_printf(line, "), mean and range over boots: %s", setups->str);
	g_ptr_array_add(table->lines, g_string_free(g_steal_pointer(&line), FALSE));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns the records of one setup into its means and counts. */
#include "report/digest.h"

#include "record/mixture.h"
#include "record/record.h"
#include "record/run_name.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>

#define RESULT "determined.result."

const struct digest_count digest_counts[] = {
	/* The vCPU did not block for the page: it was halted (nonpv), or the guest notified (pv).
	 */
	{ "async_faults", "async faults", NULL, 0, "counters.async_not_present", 1,
	  offsetof(struct report_setup, async_faults) },
	{ "guest_notified", "guest notified", NULL, 0, "counters.async_notified", 1,
	  offsetof(struct report_setup, async_notified) },
	{ "major_faults", "major faults", NULL, 0, "counters.major_faults", 1,
	  offsetof(struct report_setup, major_faults) },
	{ "swap_read", "swap read ms", "ms", 3, "swap_read.mean_ns", 1e-6,
	  offsetof(struct report_setup, read_ms) },
	{ .name = NULL },
};

char *digest_run_name(const json_t *record)
{
	const char *setup = record_string(record, "determined.setup");

	return g_strdup_printf("%s boot %.0f run %.0f%s", setup ? setup : "(no setup)",
			       record_figure(record, "determined.boot"),
			       record_figure(record, "determined.run"),
			       run_name_kind(record_kind(record)));
}

static void sample_add(GArray *samples, uint64_t boot, double value)
{
	struct sample sample = { .boot = boot, .value = value };

	if (!isnan(value))
		g_array_append_val(samples, sample);
}

static struct summary samples_summary(const GArray *samples)
{
	struct summary summary;

	stats_summarize((const struct sample *)(void *)samples->data, samples->len, &summary);
	return summary;
}

/* -EINVAL if a valid record has no figure to be compared by, or no boot. */
static int figures_check(const json_t *record, const struct metric *first)
{
	const double value = metric_read(first, record_lookup(record, "determined.result"));
	const double boot = record_figure(record, "determined.boot");
	g_autofree char *run = digest_run_name(record);

	if (!isnan(value) && !isnan(boot))
		return 0;
	return error_set(EINVAL, "record of %s: valid, but has no %s%s", run,
			 isnan(value) ? RESULT : "determined.boot",
			 isnan(value) ? first->path : "");
}

static void figure_collect(const GPtrArray *records, const struct metric *metric,
			   struct report_figure *figure)
{
	for (guint i = 0; i < records->len; i++) {
		const json_t *record = records->pdata[i];
		double value = metric_read(metric, record_lookup(record, "determined.result"));

		sample_add(figure->samples, (uint64_t)record_figure(record, "determined.boot"),
			   value);
		figure->maximum = fmax(figure->maximum, value);
	}
	figure->summary = samples_summary(figure->samples);
}

/* Averages the valid records. */
static int figures_collect(const GPtrArray *records, struct report_setup *setup)
{
	const struct metric *metrics = setup->workload->metrics;

	for (guint i = 0; i < records->len; i++) {
		int err = figures_check(records->pdata[i], metrics);

		if (err)
			return err;
	}
	for (size_t i = 0; metrics[i].name; i++)
		figure_collect(records, &metrics[i], &setup->figures[i]);
	return 0;
}

static void count_collect(const GPtrArray *records, const struct digest_count *count,
			  struct report_setup *setup)
{
	g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(struct sample));

	for (guint i = 0; i < records->len; i++) {
		const json_t *record = records->pdata[i];

		sample_add(samples, (uint64_t)record_figure(record, "determined.boot"),
			   record_figure(record_lookup(record, "determined.result"), count->path) *
				   count->scale);
	}
	*(double *)(void *)((char *)setup + count->offset) = samples_summary(samples).mean;
}

struct report_setup *digest_new(const char *name, const struct workload *workload, bool is_payload)
{
	const struct interval none = { NAN, NAN, NAN, NAN, STATS_LEVEL, "" };
	struct report_setup *setup = g_new0(struct report_setup, 1);

	setup->name = g_strdup(name);
	setup->is_payload = is_payload;
	setup->workload = workload;
	setup->figures = g_new0(struct report_figure, metrics_count(workload));
	for (size_t i = 0; workload->metrics[i].name; i++) {
		setup->figures[i].samples = g_array_new(FALSE, FALSE, sizeof(struct sample));
		setup->figures[i].ratio = none;
		setup->figures[i].maximum = NAN;
	}
	setup->published_ratio = none;
	stats_from_published(NAN, NAN, 0, &setup->published);
	setup->records = g_ptr_array_new();
	return setup;
}

/* The first difference that forbids a comparison of the valid records, or NULL. Free with g_free().
 */
static char *mixture_find(const json_t *first, const GPtrArray *valid)
{
	for (guint i = 0; i < valid->len; i++) {
		const json_t *record = valid->pdata[i];
		char *difference = record_mixture(first, record);

		if (!difference)
			difference = record_mixture(valid->pdata[0], record);
		if (difference)
			return difference;
	}
	return NULL;
}

int digest_setup(struct report_setup *setup, const json_t *first, uint64_t planned)
{
	g_autoptr(GPtrArray) valid = g_ptr_array_new();
	int err;

	for (guint i = 0; i < setup->records->len; i++) {
		json_t *record = setup->records->pdata[i];

		if (json_is_true(record_lookup(record, "determined.valid")))
			g_ptr_array_add(valid, record);
	}
	setup->valid = valid->len;
	setup->invalid = setup->records->len - valid->len;
	setup->missing = setup->records->len < planned ? planned - setup->records->len : 0;
	setup->mixed = mixture_find(first, valid);
	if (setup->is_payload)
		g_ptr_array_set_size(valid, 0);
	err = figures_collect(valid, setup);
	for (const struct digest_count *row = digest_counts; !err && row->name; row++)
		count_collect(valid, row, setup);
	return err;
}

void digest_free(struct report_setup *setup)
{
	if (!setup)
		return;
	g_free(setup->name);
	g_free(setup->mixed);
	g_free(setup->published_remark);
	for (size_t i = 0; setup->workload->metrics[i].name; i++)
		g_array_unref(setup->figures[i].samples);
	g_free(setup->figures);
	g_ptr_array_unref(setup->records);
	g_free(setup);
}

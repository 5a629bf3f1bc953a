// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns the records of one setup into its means and counts. */
#include "report/digest.h"

#include "record/mixture.h"
#include "record/record.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>

#define RESULT "determined.result."

/* Figures that a record may lack (counters off, null in cgroup v1); their means are over boots. */
static const struct count {
	size_t offset; /* of the double in struct report_setup */
	const char *path;
	double scale;
} counts[] = {
	/* The vCPU did not block for the page: it was halted (nonpv), or the guest notified (pv).
	 */
	{ offsetof(struct report_setup, async_faults), RESULT "counters.async_not_present", 1 },
	{ offsetof(struct report_setup, async_notified), RESULT "counters.async_notified", 1 },
	{ offsetof(struct report_setup, major_faults), RESULT "counters.major_faults", 1 },
	{ offsetof(struct report_setup, read_ms), RESULT "swap_read.mean_ns", 1e-6 },
};

static double number_get(const json_t *record, const char *path)
{
	double value;

	return record_number(record, path, &value) ? value : NAN;
}

char *digest_run_name(const json_t *record)
{
	const char *setup = record_string(record, "determined.setup");

	return g_strdup_printf("%s boot %.0f run %.0f", setup ? setup : "(no setup)",
			       number_get(record, "determined.boot"),
			       number_get(record, "determined.run"));
}

/* The sum over the faulting threads; NAN without bm's JSON. */
static double accesses_sum(const json_t *threads)
{
	double sum = json_is_array(threads) ? 0 : NAN;

	for (size_t i = 0; i < json_array_size(threads); i++) {
		const json_t *thread = json_array_get(threads, i);

		sum += json_number_value(json_object_get(thread, "accesses"));
	}
	return sum;
}

static double stall_longest_ms(const json_t *threads)
{
	double longest = NAN;

	for (size_t i = 0; i < json_array_size(threads); i++) {
		const json_t *thread = json_array_get(threads, i);
		const json_t *stall = json_object_get(thread, "longest_stall_ns");

		if (json_is_number(stall))
			longest = fmax(longest, json_number_value(stall) * 1e-6);
	}
	return longest;
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

/* Averages the valid records. -EINVAL if one has no total or no boot. */
static int work_collect(const GPtrArray *records, struct report_setup *setup)
{
	g_autoptr(GArray) accesses = g_array_new(FALSE, FALSE, sizeof(struct sample));

	for (guint i = 0; i < records->len; i++) {
		const json_t *record = records->pdata[i];
		const json_t *threads = record_lookup(record, RESULT "bm.faulting");
		double work = number_get(record, RESULT "work");
		double boot = number_get(record, "determined.boot");

		if (isnan(work) || isnan(boot)) {
			g_autofree char *run = digest_run_name(record);

			return error_set(EINVAL, "record of %s: valid, but has no %s", run,
					 isnan(work) ? RESULT "work" : "determined.boot");
		}
		sample_add(setup->samples, (uint64_t)boot, work);
		sample_add(accesses, (uint64_t)boot, accesses_sum(threads));
		setup->longest_stall_ms = fmax(setup->longest_stall_ms, stall_longest_ms(threads));
	}
	setup->work = samples_summary(setup->samples);
	setup->accesses = samples_summary(accesses);
	return 0;
}

static void count_collect(const GPtrArray *records, const struct count *count,
			  struct report_setup *setup)
{
	g_autoptr(GArray) samples = g_array_new(FALSE, FALSE, sizeof(struct sample));

	for (guint i = 0; i < records->len; i++) {
		const json_t *record = records->pdata[i];

		sample_add(samples, (uint64_t)number_get(record, "determined.boot"),
			   number_get(record, count->path) * count->scale);
	}
	*(double *)(void *)((char *)setup + count->offset) = samples_summary(samples).mean;
}

struct report_setup *digest_new(const char *name, bool is_payload)
{
	const struct interval none = { NAN, NAN, NAN, NAN, STATS_LEVEL, "" };
	struct report_setup *setup = g_new0(struct report_setup, 1);

	setup->name = g_strdup(name);
	setup->is_payload = is_payload;
	setup->ratio = setup->accesses_ratio = setup->published_ratio = none;
	stats_from_published(NAN, NAN, 0, &setup->published);
	setup->longest_stall_ms = NAN;
	setup->samples = g_array_new(FALSE, FALSE, sizeof(struct sample));
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
	err = work_collect(valid, setup);
	for (size_t i = 0; !err && i < G_N_ELEMENTS(counts); i++)
		count_collect(valid, &counts[i], setup);
	return err;
}

void digest_free(struct report_setup *setup)
{
	if (!setup)
		return;
	g_free(setup->name);
	g_free(setup->mixed);
	g_free(setup->published_remark);
	g_array_unref(setup->samples);
	g_ptr_array_unref(setup->records);
	g_free(setup);
}

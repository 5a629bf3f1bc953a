// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks for what makes figures doubtful. Nothing is dropped for it. */
#include "report/warnings.h"

#include "record/record.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

#define SPREAD_MOST   0.05 /* of boots, as a fraction of the mean */
#define TREND_MOST    0.05 /* of the rate, from the first half of a window to the second */
#define LATENCY_MOST  2.0  /* measured / asked */
#define SWAP_MOST     0.95 /* of the swap device */
#define OUTLIER_BOOTS 5	   /* fewer show no outlier */
/* Iglewicz and Hoaglin 1993: distance from the median in units of the median distance, scaled to
 * the standard deviation of normal samples. */
#define OUTLIER_SCORE 3.5
#define OUTLIER_SCALE 0.6745

static void found_add(GString *found, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void found_add(GString *found, const char *format, ...)
{
	va_list args;

	if (found->len)
		g_string_append(found, ", ");
	va_start(args, format);
	g_string_append_vprintf(found, format, args);
	va_end(args);
}

/* What was found, or NULL. Frees found. */
static char *found_end(GString *found)
{
	return g_string_free(found, !found->len);
}

static const struct report_setup *setup_at(const struct report *report, guint i)
{
	return report->setups->pdata[i];
}

static char *one_boot_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	(void)campaign;
	for (guint i = 0; i < report->setups->len; i++)
		if (setup_at(report, i)->figures->summary.boots == 1)
			found_add(found, "%s", setup_at(report, i)->name);
	return found_end(found);
}

static char *spread_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	(void)campaign;
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = setup_at(report, i);
		const struct summary *summary = &setup->figures->summary;
		const double spread = summary->deviation / summary->mean;

		if (spread > SPREAD_MOST)
			found_add(found, "%s %.1f %%", setup->name, 100 * spread);
	}
	return found_end(found);
}

static void outliers_add(const struct report_setup *setup, GString *found)
{
	const GArray *samples = setup->figures->samples;
	g_autofree struct sample *means = g_new(struct sample, samples->len);
	g_autofree double *values = g_new(double, samples->len);
	g_autofree double *work = g_new(double, samples->len);
	const size_t boots =
		stats_boot_means((const struct sample *)(void *)samples->data, samples->len, means);
	double median, distance;

	if (boots < OUTLIER_BOOTS)
		return;
	for (size_t i = 0; i < boots; i++)
		values[i] = work[i] = means[i].value;
	median = gsl_stats_median(work, 1, boots);
	distance = gsl_stats_mad0(values, 1, boots, work);
	for (size_t i = 0; i < boots && distance > 0; i++)
		if (OUTLIER_SCALE * fabs(values[i] - median) / distance > OUTLIER_SCORE)
			found_add(found, "%s boot %.0f (%+.1f %% of the median)", setup->name,
				  (double)means[i].boot, 100 * (values[i] / median - 1));
}

static char *outlier_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	(void)campaign;
	for (guint i = 0; i < report->setups->len; i++)
		outliers_add(setup_at(report, i), found);
	return found_end(found);
}

/* The first figure's rate in the second half of a traced window, divided by that in the first. */
static double trend_of(const json_t *traced)
{
	const json_t *rows = record_lookup(traced, "determined.result.bm.intervals");
	const size_t count = json_array_size(rows);
	const json_t *middle = json_array_get(rows, count / 2 - 1);
	const json_t *end = json_array_get(rows, count - 1);
	double early, late;

	if (count < 2)
		return NAN;
	early = record_figure(middle, "work") / record_figure(middle, "at_ns");
	late = (record_figure(end, "work") - record_figure(middle, "work")) /
	       (record_figure(end, "at_ns") - record_figure(middle, "at_ns"));
	return late / early;
}

static char *trend_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	(void)campaign;
	for (guint i = 0; i < report->setups->len; i++) {
		const double trend = trend_of(setup_at(report, i)->traced);

		if (fabs(trend - 1) > TREND_MOST)
			found_add(found, "%s %+.1f %%", setup_at(report, i)->name,
				  100 * (trend - 1));
	}
	return found_end(found);
}

static const json_t *settings_of(const struct campaign *campaign, const struct report_setup *setup)
{
	return json_object_get(experiment_json_setup(campaign->experiment, setup->name),
			       "settings");
}

static double setting_of(const struct campaign *campaign, const struct report_setup *setup,
			 const char *name)
{
	return record_figure(settings_of(campaign, setup), name);
}

/* Has the container of any valid run refused memory? NULL members are not known. */
static bool is_never_full(const struct report_setup *setup)
{
	bool known = false;

	for (guint i = 0; i < setup->records->len; i++) {
		const double most = record_figure(setup->records->pdata[i],
						  "determined.result.memory_events.max");

		if (most > 0)
			return false;
		known |= !isnan(most);
	}
	return known;
}

static char *never_full_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = setup_at(report, i);

		if (setting_of(campaign, setup, "container") > 0 && is_never_full(setup))
			found_add(found, "%s", setup->name);
	}
	return found_end(found);
}

/*
 * Swapped out at the end of a valid run, as a fraction of the swap device, at least: what the
 * workload has touched and is not in the container. The container's other pages come on top. The
 * most of all runs; NAN: not known.
 */
static double swap_share(const struct campaign *campaign, const struct report_setup *setup)
{
	const struct workload *workload = workload_of(settings_of(campaign, setup));
	const char *touched = workload ? workload->memory_setting : NULL;
	double least = NAN;

	for (guint i = 0; touched && i < setup->records->len; i++)
		least = fmin(least, record_figure(setup->records->pdata[i],
						  "determined.result.memory_stat.anon"));
	return touched ? (setting_of(campaign, setup, touched) - least) /
				 setting_of(campaign, setup, "swap")
		       : NAN;
}

static char *swap_full_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = setup_at(report, i);
		const double share = setup->is_payload ? NAN : swap_share(campaign, setup);

		if (share > SWAP_MOST)
			found_add(found, "%s %.0f %%", setup->name, 100 * share);
	}
	return found_end(found);
}

static char *slow_reads_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = setup_at(report, i);
		const double asked = setting_of(campaign, setup, "read_latency");

		if (asked > 0 && setup->read_ms > LATENCY_MOST * asked)
			found_add(found, "%s %.1f ms instead of %g", setup->name, setup->read_ms,
				  asked);
	}
	return found_end(found);
}

static char *few_cpus_find(const struct campaign *campaign, const struct report *report)
{
	GString *found = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = setup_at(report, i);

		if (!setup->is_payload &&
		    setting_of(campaign, setup, "host_cpus") < setting_of(campaign, setup, "vcpus"))
			found_add(found, "%s", setup->name);
	}
	return found_end(found);
}

/* Setups with the same difference stand together. */
static char *mixed_find(const struct campaign *campaign, const struct report *report)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	g_autoptr(GPtrArray) order = g_ptr_array_new();
	GString *found = g_string_new(NULL);

	(void)campaign;
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = setup_at(report, i);
		const char *before;

		if (!setup->mixed)
			continue;
		before = g_hash_table_lookup(names, setup->mixed);
		if (!before)
			g_ptr_array_add(order, setup->mixed);
		g_hash_table_insert(names, setup->mixed,
				    before ? g_strdup_printf("%s, %s", before, setup->name)
					   : g_strdup(setup->name));
	}
	for (guint i = 0; i < order->len; i++)
		found_add(found, "%s of %s", (const char *)order->pdata[i],
			  (const char *)g_hash_table_lookup(names, order->pdata[i]));
	return found_end(found);
}

const struct warning warning_table[] = {
	{ "one-boot", "measure three boots or more", one_boot_find,
	  "with one boot the spread is unknown: no standard error and no interval (%s)" },
	{ "spread",
	  "take more boots or longer windows, or pin the threads of bm if they are free "
	  "(placement = \"pairs\")",
	  spread_find, "boots spread by more than 5 % of the mean: %s" },
	{ "outlier",
	  "look at its logs and counters; it stays in all means (modified z-score above 3.5)",
	  outlier_find, "boots that lie apart from the others: %s" },
	{ "short-window", "take longer windows, or the rate that a run ends with is not reached",
	  trend_find,
	  "the rate of work changes from the first half of the window to the second: %s" },
	{ "never-full", "take a smaller container or a larger array, or nothing is swapped",
	  never_full_find, "the container was never full: %s" },
	{ "swap-full", "take a larger swap device, or the host runs out of memory", swap_full_find,
	  "the swap device is nearly full, or more: %s" },
	{ "slow-reads",
	  "reads end at ticks of the host, and a queue may form: go by the measured latency",
	  slow_reads_find, "swap reads took more than twice as long as asked for: %s" },
	{ "few-cpus", "give the host a CPU for each vCPU, or vCPUs wait for each other",
	  few_cpus_find, "the host has fewer CPUs than the guest has vCPUs: %s" },
	{ "mixed", "make these runs again with the same programs", mixed_find,
	  "not all records were made with the same inputs: %s" },
	{ NULL, NULL, NULL, NULL },
};

/* Not a format: what was found is a stranger's text. Free with g_free(). */
static char *warning_text(const struct warning *warning, const char *found)
{
	const char *place = strstr(warning->text, "%s");

	return g_strdup_printf("warning [%s]: %.*s%s%s; %s", warning->name,
			       (int)(place - warning->text), warning->text, found, place + 2,
			       warning->advice);
}

void warnings_make(const struct campaign *campaign, struct report *report)
{
	for (const struct warning *warning = warning_table; warning->name; warning++) {
		g_autofree char *found = warning->find(campaign, report);

		if (found)
			g_ptr_array_add(report->notes, warning_text(warning, found));
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a report's numbers into tables. Unknown numbers stay NAN. */
#include "report/layout.h"

#include "report/curve.h"
#include "report/payloads.h"

#include <inttypes.h>
#include <math.h>

/* The deviation in percent of the mean. */
static double spread(double deviation, double mean)
{
	return mean > 0 ? 100 * deviation / mean : NAN;
}

static void work_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "work", "total work    std error", NULL, COLUMN_MEAN, BETTER_HIGHER, 0 },
	};
	struct table *table = model_table(model, "work", columns, G_N_ELEMENTS(columns));

	table->as_letter = true;
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		table_text(table, setup->name);
		table_mean(table, &setup->work);
	}
}

static void ratios_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "work ratio", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "ratio", "measured", NULL, COLUMN_NUMBER, BETTER_HIGHER, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_HIGHER, 3 },
		{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "published", "published", NULL, COLUMN_NUMBER, BETTER_HIGHER, 3 },
		{ "published_interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_HIGHER, 3 },
		{ "published_df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
	};
	struct table *table = model_table(model, "ratios", columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		table_text(table, setup->name);
		table_number(table, setup->ratio.estimate);
		table_interval(table, &setup->ratio);
		table_number(table, setup->ratio.freedom);
		table_number(table, setup->published_ratio.estimate);
		table_interval(table, &setup->published_ratio);
		table_number(table, setup->published_ratio.freedom);
	}
}

static void accesses_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "page accesses", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "accesses", "mean (std error)", NULL, COLUMN_MEAN, BETTER_HIGHER, 0 },
		{ "ratio", "ratio", NULL, COLUMN_NUMBER, BETTER_HIGHER, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_HIGHER, 3 },
		{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "longest_stall", "longest stall ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 1 },
	};
	struct table *table = model_table(model, "accesses", columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		table_text(table, setup->name);
		table_mean(table, &setup->accesses);
		table_number(table, setup->accesses_ratio.estimate);
		table_interval(table, &setup->accesses_ratio);
		table_number(table, setup->accesses_ratio.freedom);
		table_number(table, setup->longest_stall_ms);
	}
}

static void mechanism_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "mean per run", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "async_faults", "async faults", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "guest_notified", "guest notified", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "major_faults", "major faults", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "swap_read", "swap read ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 3 },
	};
	struct table *table = model_table(model, "mechanism", columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		table_text(table, setup->name);
		table_number(table, setup->async_faults);
		table_number(table, setup->async_notified);
		table_number(table, setup->major_faults);
		table_number(table, setup->read_ms);
	}
}

static void runs_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "runs", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "boots", "n (boots)", NULL, COLUMN_NUMBER, BETTER_HIGHER, 0 },
		{ "valid", "valid", NULL, COLUMN_NUMBER, BETTER_HIGHER, 0 },
		{ "invalid", "invalid", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "missing", "missing", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "between_boots", "between boots %", "%", COLUMN_NUMBER, BETTER_LOWER, 2 },
		{ "within_boots", "within boots %", "%", COLUMN_NUMBER, BETTER_LOWER, 2 },
	};
	struct table *table = model_table(model, "runs", columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const struct summary *work = &setup->work;

		table_text(table, setup->name);
		table_number(table, (double)work->boots);
		table_number(table, (double)setup->valid);
		table_number(table, (double)setup->invalid);
		table_number(table, (double)setup->missing);
		table_number(table, spread(work->deviation, work->mean));
		table_number(table, spread(work->within, work->mean));
	}
}

static void method_add(const struct report *report, struct model *model)
{
	struct interval method;
	struct summary none;

	stats_from_published(NAN, NAN, 0, &none);
	stats_ratio(&none, &none, STATS_LEVEL, &method);
	model_line(model, "Boots are the sample: means and std errors are over boot means; n is "
			  "the number of boots.");
	if (report->baseline)
		model_line(model, "Ratios are to %s; %.0f %% interval: %s (docs/methods.md).",
			   report->baseline, 100 * method.level, method.method);
	if (report->curves->len)
		model_line(model,
			   "step: ratio to the row above, the curve's previous point; interval "
			   "by the same method.");
	if (report->reference)
		model_line(model,
			   "published: %s, %s; intervals by the same method from its means, "
			   "std errors and n.",
			   report->reference, report->reference_how);
}

static void lines_copy(GPtrArray *to, const GPtrArray *from)
{
	for (guint i = 0; i < from->len; i++)
		g_ptr_array_add(to, g_strdup(from->pdata[i]));
}

struct model *layout_make(const struct report *report)
{
	struct model *model = model_new(report->title);
	bool has_work = report_has_work(report);

	if (has_work) {
		work_add(report, model);
		ratios_add(report, model);
		accesses_add(report, model);
		curves_add(report, model);
		mechanism_add(report, model);
		runs_add(report, model);
	}
	payloads_add(report, model);
	model_line(model,
		   "Experiment %s: %" PRIu64 " run%s per setup over %" PRIu64 " boot%s, %s s each.",
		   report->name, report->runs, report->runs == 1 ? "" : "s", report->boots,
		   report->boots == 1 ? "" : "s", report->seconds);
	if (has_work)
		method_add(report, model);
	lines_copy(model->lines, report->origin);
	lines_copy(model->notes, report->notes);
	return model;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a report's numbers into tables. Unknown numbers stay NAN. */
#include "report/layout.h"

#include "report/claims.h"
#include "report/covariates.h"
#include "report/curve.h"
#include "report/difference.h"
#include "report/payloads.h"
#include "report/placement.h"
#include "report/power.h"
#include "report/traced.h"

#include <inttypes.h>
#include <math.h>

/* The deviation in percent of the mean. */
static double spread(double deviation, double mean)
{
	return mean > 0 ? 100 * deviation / mean : NAN;
}

/* The first figure as the cover letter of 2010 has it; of the setups' baselines if theirs. */
static void letter_add(const struct report *report, bool theirs, struct model *model)
{
	const struct metric *metric = report->workload->metrics;
	g_autofree char *head = g_strdup_printf("%s    std error", metric->label);
	const struct column columns[] = {
		{ "setup", "", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ metric->name, head, metric->unit, COLUMN_MEAN, metric->better, metric->decimals },
	};
	struct table *table = model_table(model, theirs ? "against" : metric->name, columns,
					  G_N_ELEMENTS(columns));

	if (report->against)
		table->heading = g_strdup(theirs ? report->baseline : report->name);
	table->as_letter = true;
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (theirs)
			setup = setup->baseline;
		table_text(table, setup->name);
		table_mean(table, &setup->figures->summary);
	}
}

static void ratios_add(const struct report *report, struct model *model)
{
	const struct metric *metric = report->workload->metrics;
	g_autofree char *head = g_strdup_printf("%s ratio", metric->title);
	const struct column columns[] = {
		{ "setup", head, NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "ratio", "measured", NULL, COLUMN_NUMBER, metric->better, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, metric->better, 3 },
		{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "published", "published", NULL, COLUMN_NUMBER, metric->better, 3 },
		{ "published_interval", "95 % interval", NULL, COLUMN_INTERVAL, metric->better, 3 },
		{ "published_df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
	};
	const size_t published = report->reference ? 3 : 0; /* columns, the last */
	struct table *table =
		model_table(model, "ratios", columns, G_N_ELEMENTS(columns) - 3 + published);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const struct interval *ratio = &setup->figures->ratio;

		table_text(table, setup->name);
		table_number(table, ratio->estimate);
		table_interval(table, ratio);
		table_number(table, ratio->freedom);
		if (!published)
			continue;
		table_number(table, setup->published_ratio.estimate);
		table_interval(table, &setup->published_ratio);
		table_number(table, setup->published_ratio.freedom);
	}
	placement_add(report, table);
}

static void column_add(GArray *columns, const char *name, const char *head,
		       const struct metric *metric, enum column_kind kind)
{
	const struct column column = { name, head,	     metric->unit,
				       kind, metric->better, metric->decimals };

	g_array_append_val(columns, column);
}

static void ratio_columns_add(GArray *columns, const struct metric *metric)
{
	const struct column ratio[] = {
		{ "ratio", "ratio", NULL, COLUMN_NUMBER, metric->better, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, metric->better, 3 },
		{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
	};

	column_add(columns, metric->name, "mean (std error)", metric, COLUMN_MEAN);
	g_array_append_vals(columns, ratio, G_N_ELEMENTS(ratio));
}

static void cells_add(struct table *table, const struct metric *metric,
		      const struct report_figure *figure)
{
	if (metric->use != METRIC_COMPARED) {
		table_number(table,
			     metric->use == METRIC_MEAN ? figure->summary.mean : figure->maximum);
		return;
	}
	table_mean(table, &figure->summary);
	table_number(table, figure->ratio.estimate);
	table_interval(table, &figure->ratio);
	table_number(table, figure->ratio.freedom);
}

static const char *group_head(const struct metric *first)
{
	if (first->use == METRIC_COMPARED)
		return first->label;
	return first->use == METRIC_MEAN ? "mean per run" : "all runs";
}

/* A table of the metrics from first to before end, of which only the first may be compared. */
static void metrics_add(const struct report *report, size_t first, size_t end, struct model *model)
{
	const struct metric *metrics = report->workload->metrics;
	const struct column setup_column = { "setup",	     group_head(&metrics[first]),
					     NULL,	     COLUMN_TEXT,
					     BETTER_NEITHER, 0 };
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	struct table *table;

	g_array_append_val(columns, setup_column);
	for (size_t i = first; i < end; i++)
		if (metrics[i].use == METRIC_COMPARED)
			ratio_columns_add(columns, &metrics[i]);
		else
			column_add(columns, metrics[i].name, metrics[i].label, &metrics[i],
				   COLUMN_NUMBER);
	table = model_table(model, metrics[first].name,
			    (const struct column *)(void *)columns->data, columns->len);
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		table_text(table, setup->name);
		for (size_t j = first; j < end; j++)
			cells_add(table, &metrics[j], &setup->figures[j]);
	}
}

/* All but the first metric: what is not compared stands beside what was compared before it. */
static void others_add(const struct report *report, struct model *model)
{
	const struct metric *metrics = report->workload->metrics;
	size_t end;

	for (size_t first = 1; metrics[first].name; first = end) {
		end = first + 1;
		while (metrics[end].name && metrics[end].use != METRIC_COMPARED)
			end++;
		metrics_add(report, first, end, model);
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
		const struct summary *summary = &setup->figures->summary;

		table_text(table, setup->name);
		table_number(table, (double)summary->boots);
		table_number(table, (double)setup->valid);
		table_number(table, (double)setup->invalid);
		table_number(table, (double)setup->missing);
		table_number(table, spread(summary->deviation, summary->mean));
		table_number(table, spread(summary->within, summary->mean));
	}
}

static void method_add(const struct report *report, struct model *model)
{
	g_autofree char *baseline = report_baseline(report);
	struct interval method;
	struct summary none;

	stats_from_published(NAN, NAN, 0, &none);
	stats_ratio(&none, &none, STATS_LEVEL, &method);
	model_line(model, "Boots are the sample: means and std errors are over boot means; n is "
			  "the number of boots.");
	if (report->baseline)
		model_line(model, "Ratios are to %s; %.0f %% interval: %s (docs/methods.md).",
			   baseline, 100 * method.level, method.method);
	if (report->level > STATS_LEVEL)
		model_line(
			model,
			"Boots were added until the intervals were narrow, so these are computed "
			"at %.1f %%: 95 %% of such intervals hold the truth (docs/methods.md).",
			100 * report->level);
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

/* What the other side was measured on. */
static void against_lines(const struct report *report, struct model *model)
{
	const GPtrArray *origin = report->against->origin;

	for (guint i = 0; i < origin->len; i++)
		model_line(model, "%s: %s", report->baseline, (const char *)origin->pdata[i]);
}

struct model *layout_make(const struct report *report)
{
	struct model *model = model_new(report->title);
	bool has_figures = report_has_figures(report);

	differences_add(report, model);
	if (has_figures) {
		letter_add(report, false, model);
		if (report->against)
			letter_add(report, true, model);
		ratios_add(report, model);
		claims_add(report, model);
		others_add(report, model);
		curves_add(report, model);
		mechanism_add(report, model);
		runs_add(report, model);
		power_add(report, model);
		traced_add(report, model);
		if (report->covariates)
			covariates_add(report, model);
	}
	payloads_add(report, model);
	model_line(model,
		   "Experiment %s: %" PRIu64 " run%s per setup over %" PRIu64 " boot%s, %s s each.",
		   report->name, report->runs, report->runs == 1 ? "" : "s", report->boots,
		   report->boots == 1 ? "" : "s", report->seconds);
	if (has_figures)
		method_add(report, model);
	lines_copy(model->lines, report->origin);
	if (report->against)
		against_lines(report, model);
	lines_copy(model->notes, report->notes);
	return model;
}

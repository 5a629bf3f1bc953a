// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of curves: the ratio of each point to the baseline and to the previous point. */
#include "report/curve.h"

#define COLUMNS(what)                                                                                  \
	{                                                                                              \
		{ "x", what, NULL, COLUMN_NUMBER, BETTER_NEITHER, -1 },                                \
			{ what, "mean (std error)", NULL, COLUMN_MEAN, BETTER_HIGHER, 0 },             \
			{ "ratio", "ratio", NULL, COLUMN_NUMBER, BETTER_HIGHER, 3 },                   \
			{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_HIGHER, 3 },      \
			{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },                        \
			{ "step", "step", NULL, COLUMN_NUMBER, BETTER_HIGHER, 3 },                     \
			{ "step_interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_HIGHER, 3 }, \
			{ "step_df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },                   \
	}

static const struct column work_columns[] = COLUMNS("work");
static const struct column accesses_columns[] = COLUMNS("accesses");

static void row_add(struct table *table, double x, const struct summary *summary,
		    const struct interval *ratio, const struct interval *step)
{
	table_number(table, x);
	table_mean(table, summary);
	table_number(table, ratio->estimate);
	table_interval(table, ratio);
	table_number(table, ratio->freedom);
	table_number(table, step->estimate);
	table_interval(table, step);
	table_number(table, step->freedom);
}

static void curve_add(const struct report *report, const struct report_curve *curve,
		      struct model *model)
{
	struct table *work =
		model_table(model, "curve_work", work_columns, G_N_ELEMENTS(work_columns));
	struct table *accesses = model_table(model, "curve_accesses", accesses_columns,
					     G_N_ELEMENTS(accesses_columns));

	work->heading = g_strdup_printf("%s, by %s:", curve->name, report->axis);
	work->curve = g_strdup(curve->name);
	accesses->curve = g_strdup(curve->name);
	for (guint i = 0; i < curve->points->len; i++) {
		const struct report_point *point =
			&g_array_index(curve->points, struct report_point, i);
		const struct report_setup *setup = point->setup;

		row_add(work, point->x, &setup->work, &setup->ratio, &point->step);
		row_add(accesses, point->x, &setup->accesses, &setup->accesses_ratio,
			&point->accesses_step);
	}
}

void curves_add(const struct report *report, struct model *model)
{
	for (guint i = 0; i < report->curves->len; i++)
		curve_add(report, report->curves->pdata[i], model);
}

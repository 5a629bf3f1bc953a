// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of curves: the ratio of each point to the baseline and to the previous point. */
#include "report/curve.h"

#include <math.h>

static struct table *table_add(const struct metric *metric, struct model *model)
{
	const struct column columns[] = {
		{ "x", metric->name, NULL, COLUMN_NUMBER, BETTER_NEITHER, -1 },
		{ metric->name, "mean (std error)", metric->unit, COLUMN_MEAN, metric->better,
		  metric->decimals },
		{ "ratio", "ratio", NULL, COLUMN_NUMBER, metric->better, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, metric->better, 3 },
		{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "step", "step", NULL, COLUMN_NUMBER, metric->better, 3 },
		{ "step_interval", "95 % interval", NULL, COLUMN_INTERVAL, metric->better, 3 },
		{ "step_df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
	};
	g_autofree char *name = g_strdup_printf("curve_%s", metric->name);

	return model_table(model, name, columns, G_N_ELEMENTS(columns));
}

static void row_add(struct table *table, double x, const struct report_figure *figure,
		    const struct interval *step)
{
	table_number(table, x);
	table_mean(table, &figure->summary);
	table_number(table, figure->ratio.estimate);
	table_interval(table, &figure->ratio);
	table_number(table, figure->ratio.freedom);
	table_number(table, step->estimate);
	table_interval(table, step);
	table_number(table, step->freedom);
}

/* Says where the curve agrees with what was published, which is for one place that nobody knows. */
static void published_add(const struct report_curve *curve, struct table *table)
{
	const struct interval *published =
		&g_array_index(curve->points, struct report_point, 0).setup->published_ratio;
	g_autoptr(GString) places = g_string_new(NULL);

	if (isnan(published->low))
		return;
	for (guint i = 0; i < curve->points->len; i++) {
		const struct report_point *point =
			&g_array_index(curve->points, struct report_point, i);
		const double ratio = point->setup->figures->ratio.estimate;

		if (ratio >= published->low && ratio <= published->high)
			g_string_append_printf(places, "%s%.10g", places->len ? ", " : "",
					       point->x);
	}
	g_ptr_array_add(table->lines,
			g_strdup_printf("published: %.3f (%.3f to %.3f); the measured ratio is %s "
					"this interval%s%s",
					published->estimate, published->low, published->high,
					places->len ? "in" : "nowhere in",
					places->len ? " at " : "", places->str));
}

static void metric_add(const struct report *report, const struct report_curve *curve, size_t metric,
		       struct model *model)
{
	struct table *table = table_add(&report->workload->metrics[metric], model);

	/* One heading for all tables of the curve. */
	if (!metric)
		table->heading = g_strdup_printf("%s, by %s:", curve->name, report->axis);
	table->curve = g_strdup(curve->name);
	for (guint i = 0; i < curve->points->len; i++) {
		const struct report_point *point =
			&g_array_index(curve->points, struct report_point, i);

		row_add(table, point->x, &point->setup->figures[metric], &point->steps[metric]);
	}
	if (!metric)
		published_add(curve, table);
}

void curves_add(const struct report *report, struct model *model)
{
	const struct metric *metrics = report->workload->metrics;

	for (guint i = 0; i < report->curves->len; i++)
		for (size_t j = 0; metrics[j].name; j++)
			if (metrics[j].use == METRIC_COMPARED)
				metric_add(report, report->curves->pdata[i], j, model);
}

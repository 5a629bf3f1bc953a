// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: each compared figure as a ratio to the baseline's, a curve per line of setups.
 */
#include "report/curve.h"
#include "plot/data.h"
#include "plot/picture.h"

#include <math.h>

static void point_append(const struct report *report, const struct report_point *point,
			 GString *data)
{
	const struct report_figure *figures = point->setup->figures;

	data_number(data, point->x);
	data_number(data, (double)figures->summary.boots);
	for (size_t i = 0; report->workload->metrics[i].name; i++) {
		const struct interval *ratio = &figures[i].ratio;

		if (report->workload->metrics[i].use != METRIC_COMPARED)
			continue;
		data_interval(data, ratio);
		data_number(data, fmax(ratio->estimate, ratio->high));
	}
	data_line_end(data);
}

/* The name of a curve is the header of column 1, which the script uses for the key. */
static void curve_append(const struct report *report, const struct report_curve *curve,
			 GString *data)
{
	data_block(data, "a curve");
	data_name(data, curve->name);
	g_string_append(data, " n");
	for (const struct metric *row = report->workload->metrics; row->name; row++)
		if (row->use == METRIC_COMPARED)
			g_string_append_printf(data, " %s low high top", row->name);
	data_line_end(data);
	for (guint i = 0; i < curve->points->len; i++)
		point_append(report, &g_array_index(curve->points, struct report_point, i), data);
}

static void curve_data(const struct report *report, const struct model *model, GString *data)
{
	g_autofree char *ticks = curves_ticks(report);

	(void)model;
	data_text(data, "axis", report->axis);
	data_text(data, "ticks", ticks);
	for (const struct metric *row = report->workload->metrics; row->name; row++)
		if (row->use == METRIC_COMPARED)
			data_text(data, "figure", row->label);
	for (guint i = 0; i < report->curves->len; i++)
		if (curve_is_drawn(report, report->curves->pdata[i]))
			data_text(data, "line",
				  ((const struct report_curve *)report->curves->pdata[i])->name);
	for (guint i = 0; i < report->curves->len; i++)
		if (curve_is_drawn(report, report->curves->pdata[i]))
			curve_append(report, report->curves->pdata[i], data);
}

static bool curve_there(const struct report *report, const struct model *model)
{
	(void)model;
	return report->curves->len && report_has_ratios(report);
}

static char *curve_caption(const struct report *report)
{
	g_autofree char *baseline = report_baseline(report);

	return g_strdup_printf("Ratios to %s by %s, with 95 %% intervals.", baseline, report->axis);
}

const struct picture picture_curve = {
	.name = "curve",
	.caption = curve_caption,
	.is_there = curve_there,
	.data = curve_data,
};

// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of setups on an axis: how far a point is from the baseline, and from the one before.
 */
#include "report/cells.h"
#include "report/columns.h"
#include "report/curve.h"

char *curve_x_text(double x)
{
	return g_strdup_printf("%.10g", x);
}

static void header_add(struct columns *columns, const char *what)
{
	columns_add(columns,
		    (char *[]){ g_strdup(what), g_strdup("mean (std error)"), g_strdup("ratio"),
				g_strdup("95 % interval"), g_strdup("df"), g_strdup("step"),
				g_strdup("95 % interval"), g_strdup("df") });
}

static void row_add(struct columns *columns, double x, const struct summary *summary,
		    const struct interval *ratio, const struct interval *step)
{
	columns_add(columns,
		    (char *[]){ curve_x_text(x), mean_text(summary),
				number_text(ratio->estimate, 3), interval_text(ratio),
				number_text(ratio->freedom, 1), number_text(step->estimate, 3),
				interval_text(step), number_text(step->freedom, 1) });
}

static void curve_print(const struct report_curve *curve, bool accesses, GString *out)
{
	struct columns *columns = columns_new("rrrlrrlr");

	header_add(columns, accesses ? "accesses" : "work");
	for (guint i = 0; i < curve->points->len; i++) {
		const struct report_point *point =
			&g_array_index(curve->points, struct report_point, i);
		const struct report_setup *setup = point->setup;

		if (accesses)
			row_add(columns, point->x, &setup->accesses, &setup->accesses_ratio,
				&point->accesses_step);
		else
			row_add(columns, point->x, &setup->work, &setup->ratio, &point->step);
	}
	columns_print(columns, out);
	columns_free(columns);
	g_string_append_c(out, '\n');
}

void curves_print(const struct report *report, GString *out)
{
	for (guint i = 0; i < report->curves->len; i++) {
		const struct report_curve *curve = report->curves->pdata[i];
		g_autofree char *heading = g_strdup_printf("%s, by %s:", curve->name, report->axis);

		columns_wrap(heading, out);
		curve_print(curve, false, out);
		curve_print(curve, true, out);
	}
}

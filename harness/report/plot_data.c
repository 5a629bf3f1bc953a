// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes plot.dat: ratios for gnuplot, with setup names as quoted text. */
#include "report/curve.h"
#include "report/report.h"
#include "util/text.h"

#include <inttypes.h>
#include <math.h>

static void number_append(GString *data, double value)
{
	if (isnan(value))
		g_string_append(data, " NaN");
	else
		g_string_append_printf(data, " %.6f", value);
}

static void interval_append(GString *data, const struct interval *interval)
{
	number_append(data, interval->estimate);
	number_append(data, interval->low);
	number_append(data, interval->high);
}

/* A run's first figure divided by the baseline's mean. */
static double run_ratio(const struct report_setup *setup, guint run)
{
	return g_array_index(setup->figures->samples, struct sample, run).value /
	       setup->baseline->figures->summary.mean;
}

/* The highest measured point that is drawn, interval or dot; NAN without any. */
static double measured_top(const struct report *report, const struct report_setup *setup)
{
	double top = fmax(setup->figures->ratio.estimate, setup->figures->ratio.high);

	for (guint i = 0; report_has_ratios(report) && i < setup->figures->samples->len; i++)
		top = fmax(top, run_ratio(setup, i));
	return top;
}

static double published_top(const struct report_setup *setup)
{
	return fmax(setup->published_ratio.estimate, setup->published_ratio.high);
}

/* Within double quotes gnuplot only takes a quote as an escape. Free with g_free(). */
static char *name_quoted(const char *name)
{
	g_autofree char *shown = text_printable(name);
	GString *quoted = g_string_new("\"");

	for (const char *c = shown; *c; c++) {
		if (*c == '"')
			g_string_append(quoted, "\\042");
		else if (*c == '\\')
			g_string_append(quoted, "\\\\");
		else
			g_string_append_c(quoted, *c);
	}
	g_string_append_c(quoted, '"');
	return g_string_free(quoted, FALSE);
}

static void bars_append(const struct report *report, GString *data)
{
	g_string_append(data,
			"# index 0, one setup per line: position name n, measured ratio low high "
			"top, published ratio low high top\n");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		g_autofree char *name = name_quoted(setup->name);

		g_string_append_printf(data, "%u %s %zu", i, name, setup->figures->summary.boots);
		interval_append(data, &setup->figures->ratio);
		number_append(data, measured_top(report, setup));
		interval_append(data, &setup->published_ratio);
		number_append(data, published_top(setup));
		g_string_append_c(data, '\n');
	}
}

/* The last column spreads a setup's runs over -0.5 to 0.5, so that dots do not overlap. */
static void dots_append(const struct report *report, GString *data)
{
	g_string_append(data,
			"\n\n# index 1, one valid run per line: position boot ratio offset\n");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const GArray *samples = setup->figures->samples;

		for (guint j = 0; j < samples->len; j++)
			g_string_append_printf(data, "%u %" PRIu64 " %.6f %.4f\n", i,
					       g_array_index(samples, struct sample, j).boot,
					       run_ratio(setup, j), (j + 0.5) / samples->len - 0.5);
	}
}

static void point_append(const struct report *report, const struct report_point *point,
			 GString *data)
{
	const struct report_figure *figures = point->setup->figures;

	g_string_append_printf(data, "%.10g %zu", point->x, figures->summary.boots);
	for (size_t i = 0; report->workload->metrics[i].name; i++) {
		const struct interval *ratio = &figures[i].ratio;

		if (report->workload->metrics[i].use != METRIC_COMPARED)
			continue;
		interval_append(data, ratio);
		number_append(data, fmax(ratio->estimate, ratio->high));
	}
	g_string_append_c(data, '\n');
}

/* The name of a curve is the header of column 1, which the script uses for the key. */
static void curves_append(const struct report *report, GString *data)
{
	bool first = true;

	text_comment_append(data, "one index per curve, x: %s", report->axis);
	for (guint i = 0; i < report->curves->len; i++) {
		const struct report_curve *curve = report->curves->pdata[i];
		g_autofree char *name = name_quoted(curve->name);

		if (!curve_is_drawn(report, curve))
			continue;
		g_string_append_printf(data, "%s%s n", first ? "" : "\n\n", name);
		first = false;
		for (const struct metric *row = report->workload->metrics; row->name; row++)
			if (row->use == METRIC_COMPARED)
				g_string_append_printf(data, " %s low high top", row->name);
		g_string_append_c(data, '\n');
		for (guint j = 0; j < curve->points->len; j++)
			point_append(report, &g_array_index(curve->points, struct report_point, j),
				     data);
	}
}

/* What is drawn: "work and page accesses". Free with g_free(). */
static char *drawn_text(const struct report *report)
{
	const struct metric *metrics = report->workload->metrics;
	GString *text = g_string_new(metrics->title);

	for (const struct metric *row = metrics + 1; report->curves->len && row->name; row++)
		if (row->use == METRIC_COMPARED)
			g_string_append_printf(text, " and %s", row->title);
	return g_string_free(text, FALSE);
}

const char *report_script(const struct report *report)
{
	return report->curves->len ? "curve" : "ratios";
}

const char *report_picture(const struct report *report)
{
	return report->against ? "against" : report_script(report);
}

char *report_plot_data(const struct report *report)
{
	g_autofree char *drawn = drawn_text(report), *baseline = report_baseline(report);
	GString *data = g_string_new(NULL);

	text_comment_append(data, "%s: %s; %s, ratio to %s. Drawn by plots/%s.gp.", report->name,
			    report->title, drawn, baseline, report_script(report));
	if (report->curves->len) {
		curves_append(report, data);
		return g_string_free(data, FALSE);
	}
	bars_append(report, data);
	if (report_has_ratios(report))
		dots_append(report, data);
	return g_string_free(data, FALSE);
}

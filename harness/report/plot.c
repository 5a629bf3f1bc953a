// SPDX-License-Identifier: GPL-2.0-or-later
/* Gives the ratios to gnuplot: plot.dat and the pictures that a script in plots/ makes from it. */
#include "report/report.h"
#include "report/series.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"

#include <errno.h>
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

static gboolean ratios_exist(const struct report *report)
{
	const struct report_setup *baseline =
		report->baseline ? report_setup(report, report->baseline) : NULL;

	return baseline && !isnan(baseline->ratio.estimate);
}

/* A run's work to the baseline's mean. */
static double run_ratio(const struct report *report, const struct report_setup *setup, guint run)
{
	const struct report_setup *baseline = report_setup(report, report->baseline);

	return g_array_index(setup->samples, struct sample, run).value / baseline->work.mean;
}

/* The highest that is drawn of the measured: interval or dots; NAN when nothing is. */
static double measured_top(const struct report *report, const struct report_setup *setup)
{
	double top = fmax(setup->ratio.estimate, setup->ratio.high);

	for (guint i = 0; ratios_exist(report) && i < setup->samples->len; i++)
		top = fmax(top, run_ratio(report, setup, i));
	return top;
}

static double published_top(const struct report_setup *setup)
{
	return fmax(setup->published_ratio.estimate, setup->published_ratio.high);
}

/* In gnuplot's double quotes a backslash and a quote are the only special characters. */
static char *name_quoted(const char *name)
{
	GString *quoted = g_string_new("\"");

	for (; *name; name++) {
		if (strchr("\"\\", *name))
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *name);
	}
	g_string_append_c(quoted, '"');
	return g_string_free(quoted, FALSE);
}

static void bars_append(const struct report *report, GString *data)
{
	g_string_append(data, "# index 0, a setup a line: position name n, measured ratio low high "
			      "top, published ratio low high top\n");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		g_autofree char *name = name_quoted(setup->name);

		g_string_append_printf(data, "%u %s %zu", i, name, setup->work.boots);
		interval_append(data, &setup->ratio);
		number_append(data, measured_top(report, setup));
		interval_append(data, &setup->published_ratio);
		number_append(data, published_top(setup));
		g_string_append_c(data, '\n');
	}
}

/* The last column spreads a setup's runs over -0.5 to 0.5, so that no dot hides another. */
static void dots_append(const struct report *report, GString *data)
{
	g_string_append(data, "\n\n# index 1, a valid run a line: position boot ratio offset\n");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		for (guint j = 0; j < setup->samples->len; j++)
			g_string_append_printf(data, "%u %" PRIu64 " %.6f %.4f\n", i,
					       g_array_index(setup->samples, struct sample, j).boot,
					       run_ratio(report, setup, j),
					       (j + 0.5) / setup->samples->len - 0.5);
	}
}

static void point_append(const struct report_point *point, GString *data)
{
	const struct interval *work = &point->setup->ratio;
	const struct interval *accesses = &point->setup->accesses_ratio;
	g_autofree char *x = series_x_text(point->x);

	g_string_append_printf(data, "%s %zu", x, point->setup->work.boots);
	interval_append(data, work);
	number_append(data, fmax(work->estimate, work->high));
	interval_append(data, accesses);
	number_append(data, fmax(accesses->estimate, accesses->high));
	g_string_append_c(data, '\n');
}

/* The lines' names are headers of column 1, of which the script makes the key. */
static void lines_append(const struct report *report, GString *data)
{
	g_string_append_printf(data, "# an index a line, x: %s\n", report->axis);
	for (guint i = 0; i < report->lines->len; i++) {
		const struct report_line *line = report->lines->pdata[i];
		g_autofree char *name = name_quoted(line->name);

		g_string_append_printf(data, "%s%s n work low high top accesses low high top\n",
				       i ? "\n\n" : "", name);
		for (guint j = 0; j < line->points->len; j++)
			point_append(&g_array_index(line->points, struct report_point, j), data);
	}
}

const char *report_picture(const struct report *report)
{
	return report->lines->len ? "series" : "ratios";
}

char *report_plot_data(const struct report *report)
{
	GString *data = g_string_new(NULL);

	g_string_append_printf(data, "# %s: %s; %s, ratio to %s. Drawn by plots/%s.gp.\n",
			       report->name, report->title,
			       report->lines->len ? "work and page accesses" : "work",
			       report->baseline ? report->baseline : "-", report_picture(report));
	if (report->lines->len) {
		lines_append(report, data);
		return g_string_free(data, FALSE);
	}
	bars_append(report, data);
	if (ratios_exist(report))
		dots_append(report, data);
	return g_string_free(data, FALSE);
}

/* n as measured, not as planned. */
static char *subtitle_text(const struct report *report)
{
	size_t least = SIZE_MAX, most = 0;

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		least = MIN(least, setup->work.boots);
		most = MAX(most, setup->work.boots);
	}
	if (most == 1)
		return g_strdup_printf("n = 1 boot a setup: spread unknown; %s s a run",
				       report->seconds);
	if (least == most)
		return g_strdup_printf("n = %zu boots a setup, %s s a run", most, report->seconds);
	return g_strdup_printf("n = %zu to %zu boots a setup, %s s a run", least, most,
			       report->seconds);
}

static int picture_make(const struct report *report, const char *folder, const char *kind)
{
	const char *name = report_picture(report);
	g_autofree char *source = g_strdup_printf("plots/%s.gp", name);
	g_autofree char *script = paths_data(source);
	g_autofree char *data = g_build_filename(folder, "plot.dat", NULL);
	g_autofree char *file = g_strdup_printf("%s.%s", name, kind);
	g_autofree char *picture = g_build_filename(folder, file, NULL);
	g_autofree char *subtitle = subtitle_text(report);
	const char *reference = report->reference ? report->reference : "";
	const char *last = report->lines->len ? report->axis : reference;
	/* -d: the picture must not depend on a ~/.gnuplot. */
	const char *const argv[] = { "gnuplot", "-d", "-c",	     script,   data,
				     picture,	kind, report->title, subtitle, report->baseline,
				     last,	NULL };

	return process_check(argv, NULL);
}

int report_plot(const struct report *report, const char *folder)
{
	g_autofree char *gnuplot = process_find("gnuplot");
	g_autofree char *data = report_plot_data(report);
	g_autofree char *path = g_build_filename(folder, "plot.dat", NULL);
	int err;

	if (!report_has_work(report))
		return error_set(EINVAL,
				 "%s: nothing to plot: its runs are of other programs than bm, and "
				 "have no work that could be drawn",
				 report->name);
	if (!ratios_exist(report))
		return error_set(EINVAL,
				 "%s: nothing to plot: no ratio without valid runs of the baseline "
				 "%s",
				 report->name,
				 report->baseline ? report->baseline : "(none named)");
	if (!gnuplot)
		return error_set(ENOPKG, "gnuplot is not installed: apt-get install gnuplot-nox");
	err = fs_make_folder(folder);
	if (!err)
		err = fs_write_atomic(path, data, strlen(data));
	if (!err)
		err = picture_make(report, folder, "png");
	if (!err)
		err = picture_make(report, folder, "svg");
	return err;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Lets gnuplot draw in a private folder, and copies complete pictures to the campaign. */
#include "report/curve.h"
#include "report/report.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/scratch.h"
#include "util/text.h"

#include <errno.h>

/* gnuplot runs a name that begins with '|' or '<' as a command, so it only gets these names. */
#define DATA   "plot.dat"
#define SCRIPT "plot.gp"
#define LOG    "gnuplot.log"

/* n as measured, not as planned. Free with g_free(). */
static char *subtitle_text(const struct report *report)
{
	g_autofree char *baseline = report_baseline(report);
	g_autofree char *to =
		report->by_place ? g_strdup_printf("; ratios are to %s", baseline) : g_strdup("");
	size_t least = SIZE_MAX, most = 0;

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		least = MIN(least, setup->figures->summary.boots);
		most = MAX(most, setup->figures->summary.boots);
	}
	if (most == 1)
		return g_strdup_printf("n = 1 boot per setup: spread unknown; %s s per run%s",
				       report->seconds, to);
	if (least == most)
		return g_strdup_printf("n = %zu boots per setup, %s s per run%s", most,
				       report->seconds, to);
	return g_strdup_printf("n = %zu to %zu boots per setup, %s s per run%s", least, most,
			       report->seconds, to);
}

/* The last line that gnuplot printed. Free with g_free(). */
static char *log_text(const char *scratch)
{
	g_autofree char *path = g_build_filename(scratch, LOG, NULL);
	g_autofree char *line = text_last_line(path);

	return *line ? g_steal_pointer(&line) : g_strdup("it printed nothing");
}

/* gnuplot exits with 0 even if the disk is full. */
static bool is_complete(const char *data, size_t length, const char *kind)
{
	static const char png_end[] = "IEND\xae\x42\x60\x82", svg_end[] = "</svg>";
	bool png = !strcmp(kind, "png");
	const char *end = png ? png_end : svg_end;

	while (!png && length && g_ascii_isspace(data[length - 1]))
		length--;
	return length >= strlen(end) && !memcmp(data + length - strlen(end), end, strlen(end));
}

/* What stands beside each axis of ratios, a line each; gnuplot takes no more than nine arguments.
 * Free with g_free(). */
static char *labels_text(const struct report *report)
{
	const struct metric *metrics = report->workload->metrics;
	GString *labels = g_string_new(NULL);

	for (size_t i = 0; metrics[i].name && (!i || report->curves->len); i++) {
		g_autofree char *label = text_printable(metrics[i].label);

		if (metrics[i].use == METRIC_COMPARED)
			g_string_append_printf(labels, "%s%s", i ? "\n" : "", label);
	}
	return g_string_free(labels, FALSE);
}

static int gnuplot_run(const struct report *report, const char *scratch, const char *kind,
		       const char *picture)
{
	g_autofree char *log = g_build_filename(scratch, LOG, NULL);
	g_autofree char *subtitle = subtitle_text(report);
	g_autofree char *title = text_printable(report->title);
	g_autofree char *baseline = text_printable(report->baseline);
	const char *reference = report->reference ? report->reference : "";
	g_autofree char *last = text_printable(report->curves->len ? report->axis : reference);
	g_autofree char *labels = labels_text(report), *ticks = curves_ticks(report);
	const struct process_options options = { .directory = scratch, .log = log };
	/* -d: ignore ~/.gnuplot. */
	const char *const argv[] = { "gnuplot", "-d",	  "-c",	    SCRIPT, DATA,   picture, kind,
				     title,	subtitle, baseline, last,   labels, ticks,   NULL };
	g_autofree char *said = NULL;
	int status = process_run(argv, &options);

	if (status <= 0)
		return status;
	said = log_text(scratch);
	return error_set(EIO, "gnuplot ended with status %d and no picture: %s", status, said);
}

/* Draws in scratch, and reads what is there. *data: free with g_free(); NULL after an error. */
static int picture_draw(const struct report *report, const char *scratch, const char *kind,
			char **data, size_t *length)
{
	g_autofree char *picture = g_strdup_printf("picture.%s", kind);
	g_autofree char *drawn = g_build_filename(scratch, picture, NULL);
	g_autofree char *said = NULL;
	int err = gnuplot_run(report, scratch, kind, picture);

	*data = NULL;
	if (!err)
		err = fs_read(drawn, data, length);
	if (err || is_complete(*data, *length, kind))
		return err;
	g_clear_pointer(data, g_free);
	said = log_text(scratch);
	return error_set(EIO, "gnuplot wrote an incomplete picture; is the disk full? (%s)", said);
}

/* Draws folder/NAME.KIND. */
static int picture_make(const struct report *report, const char *folder, const char *scratch,
			const char *kind)
{
	g_autofree char *name = g_strdup_printf("%s.%s", report_picture(report), kind);
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *data = NULL;
	size_t length = 0;
	int err = picture_draw(report, scratch, kind, &data, &length);

	return err ? error_prefix(err, "%s", path) : fs_write_atomic(path, data, length);
}

static int plot_check(const struct report *report)
{
	g_autofree char *gnuplot = process_find("gnuplot");

	if (!report_has_figures(report))
		return error_set(
			EINVAL,
			"%s: nothing to plot: its runs are of payloads, and have no figures "
			"that could be drawn",
			report->name);
	if (!report_has_ratios(report))
		return error_set(EINVAL,
				 "%s: nothing to plot: no ratio without valid runs of the baseline "
				 "%s",
				 report->name,
				 report->baseline ? report->baseline : "(none named)");
	return gnuplot ? 0
		       : error_set(ENOPKG, "gnuplot is not installed: apt-get install gnuplot-nox");
}

/* Makes a private folder with all that gnuplot reads. End with drawing_end(), also after an error.
 */
static int drawing_begin(const struct report *report, char **scratch)
{
	g_autofree char *name = g_strdup_printf("plots/%s.gp", report_script(report));
	g_autofree char *source = paths_data(name);
	g_autofree char *data = report_plot_data(report);
	g_autofree char *script = NULL, *input = NULL;
	int err;

	scratch_sweep();
	err = scratch_make(scratch);
	if (err)
		return err;
	script = g_build_filename(*scratch, SCRIPT, NULL);
	input = g_build_filename(*scratch, DATA, NULL);
	err = fs_copy(source, script);
	return err ? err : fs_write_atomic(input, data, strlen(data));
}

/* Returns err, with its text. */
static int drawing_end(char *scratch, int err)
{
	char *reason = error_keep();

	scratch_remove(scratch);
	return error_restore(err, reason);
}

int report_plot(const struct report *report, const char *folder)
{
	g_autofree char *path =
		g_build_filename(folder, report->against ? "against.dat" : DATA, NULL);
	g_autofree char *data = NULL;
	char *scratch = NULL;
	int err = plot_check(report);

	if (!err)
		err = fs_make_folder(folder);
	if (err)
		return err;
	data = report_plot_data(report);
	err = drawing_begin(report, &scratch);
	if (!err)
		err = picture_make(report, folder, scratch, "png");
	if (!err)
		err = picture_make(report, folder, scratch, "svg");
	if (!err)
		err = fs_write_atomic(path, data, strlen(data));
	return drawing_end(scratch, err);
}

int report_plot_svg(const struct report *report, char **svg)
{
	char *scratch = NULL;
	size_t length = 0;
	int err = plot_check(report);

	*svg = NULL;
	if (err)
		return err;
	err = drawing_begin(report, &scratch);
	if (!err)
		err = picture_draw(report, scratch, "svg", svg, &length);
	return drawing_end(scratch, err);
}

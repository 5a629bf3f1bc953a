// SPDX-License-Identifier: GPL-2.0-or-later
/* The table for people: facts only, "-" where nothing is known. */
#include "report/cells.h"
#include "report/columns.h"
#include "report/curve.h"
#include "report/payloads.h"
#include "report/report.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>

static char *count_text(size_t value)
{
	return g_strdup_printf("%zu", value);
}

/* Relative to the mean, in percent. */
static char *spread_text(double deviation, double mean)
{
	return number_text(mean > 0 ? 100 * deviation / mean : NAN, 2);
}

/* To the character the form of the cover letter, so that it can be pasted into one. */
static void letter_print(const struct report *report, GString *out)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	size_t width = 0;

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		g_ptr_array_add(names, text_printable(setup->name));
		width = MAX(width, (size_t)g_utf8_strlen(names->pdata[i], -1));
	}
	g_string_append_printf(out, "%*s  total work    std error\n", (int)width, "");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		g_autofree char *mean = mean_text(&setup->work);

		g_string_append_printf(out, "%s:%*s %s\n", (const char *)names->pdata[i],
				       (int)(width - (size_t)g_utf8_strlen(names->pdata[i], -1)),
				       "", mean);
	}
}

static void ratios_print(const struct report *report, GString *out)
{
	struct columns *columns = columns_new("lrlrrlr");

	columns_add(columns,
		    (char *[]){ g_strdup("work ratio"), g_strdup("measured"),
				g_strdup("95 % interval"), g_strdup("df"), g_strdup("published"),
				g_strdup("95 % interval"), g_strdup("df") });
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const struct interval *ratio = &setup->ratio, *published = &setup->published_ratio;

		columns_add(columns,
			    (char *[]){ g_strdup(setup->name), number_text(ratio->estimate, 3),
					interval_text(ratio), number_text(ratio->freedom, 1),
					number_text(published->estimate, 3),
					interval_text(published),
					number_text(published->freedom, 1) });
	}
	columns_print(columns, out);
	columns_free(columns);
}

static void accesses_print(const struct report *report, GString *out)
{
	struct columns *columns = columns_new("lrrlrr");

	columns_add(columns, (char *[]){ g_strdup("page accesses"), g_strdup("mean (std error)"),
					 g_strdup("ratio"), g_strdup("95 % interval"),
					 g_strdup("df"), g_strdup("longest stall ms") });
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const struct interval *ratio = &setup->accesses_ratio;

		columns_add(columns,
			    (char *[]){ g_strdup(setup->name), mean_text(&setup->accesses),
					number_text(ratio->estimate, 3), interval_text(ratio),
					number_text(ratio->freedom, 1),
					number_text(setup->longest_stall_ms, 1) });
	}
	columns_print(columns, out);
	columns_free(columns);
}

static void mechanism_print(const struct report *report, GString *out)
{
	struct columns *columns = columns_new("lrrrr");

	columns_add(columns, (char *[]){ g_strdup("mean of a run"), g_strdup("async faults"),
					 g_strdup("guest told"), g_strdup("major faults"),
					 g_strdup("swap read ms") });
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		columns_add(columns,
			    (char *[]){ g_strdup(setup->name), number_text(setup->async_faults, 1),
					number_text(setup->async_notified, 1),
					number_text(setup->major_faults, 1),
					number_text(setup->read_ms, 3) });
	}
	columns_print(columns, out);
	columns_free(columns);
}

static void runs_print(const struct report *report, GString *out)
{
	struct columns *columns = columns_new("lrrrrrr");

	columns_add(columns, (char *[]){ g_strdup("runs"), g_strdup("n (boots)"), g_strdup("valid"),
					 g_strdup("invalid"), g_strdup("missing"),
					 g_strdup("between boots %"), g_strdup("within boots %") });
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const struct summary *work = &setup->work;

		columns_add(columns,
			    (char *[]){ g_strdup(setup->name), count_text(work->boots),
					count_text(setup->valid), count_text(setup->invalid),
					count_text(setup->missing),
					spread_text(work->deviation, work->mean),
					spread_text(work->within, work->mean) });
	}
	columns_print(columns, out);
	columns_free(columns);
}

static void line_print(GString *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void line_print(GString *out, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	columns_wrap(text, out);
}

/* All that bm's figures tell. */
static void work_print(const struct report *report, GString *out)
{
	letter_print(report, out);
	g_string_append_c(out, '\n');
	ratios_print(report, out);
	g_string_append_c(out, '\n');
	accesses_print(report, out);
	g_string_append_c(out, '\n');
	curves_print(report, out);
	mechanism_print(report, out);
	g_string_append_c(out, '\n');
	runs_print(report, out);
	g_string_append_c(out, '\n');
}

static void experiment_print(const struct report *report, GString *out)
{
	line_print(out,
		   "Experiment %s: %" PRIu64 " run%s a setup on %" PRIu64 " boot%s, %s s each.",
		   report->name, report->runs, report->runs == 1 ? "" : "s", report->boots,
		   report->boots == 1 ? "" : "s", report->seconds);
}

static void method_print(const struct report *report, GString *out)
{
	struct interval method;
	struct summary none;

	stats_from_published(NAN, NAN, 0, &none);
	stats_ratio(&none, &none, STATS_LEVEL, &method);
	line_print(out, "Boots are the sample: means and std errors are over means of boots, n "
			"counts boots.");
	if (report->baseline)
		line_print(out, "Ratios are to %s; %.0f %% interval: %s (docs/methods.md).",
			   report->baseline, 100 * method.level, method.method);
	if (report->curves->len)
		line_print(out, "step: ratio to the row above, the line's previous place on the "
				"axis; interval by the same method.");
	if (report->reference)
		line_print(out,
			   "published: %s, %s; intervals by the same method from its means, "
			   "std errors and n.",
			   report->reference, report->reference_how);
}

void report_table(const struct report *report, FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);

	line_print(text, "%s", report->title);
	g_string_append_c(text, '\n');
	if (report_has_work(report))
		work_print(report, text);
	payloads_print(report, text);
	experiment_print(report, text);
	if (report_has_work(report))
		method_print(report, text);
	for (guint i = 0; i < report->origin->len; i++)
		line_print(text, "%s", (const char *)report->origin->pdata[i]);
	for (guint i = 0; i < report->notes->len; i++)
		line_print(text, "note: %s", (const char *)report->notes->pdata[i]);
	fputs(text->str, out);
}

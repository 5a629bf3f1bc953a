// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of pictures, and the texts that all of them have. */
#include "plot/picture.h"

#include "plot/data.h"

const struct picture *const picture_table[] = {
	&picture_ratios,  &picture_curve, &picture_claims, &picture_balance, &picture_seconds,
	&picture_latency, NULL,
};

const struct picture *picture_first(const struct report *report)
{
	return report->curves->len ? &picture_curve : &picture_ratios;
}

const char *picture_file(const struct picture *picture, const struct report *report)
{
	return report->against && picture == picture_first(report) ? "against" : picture->name;
}

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

char *picture_data(const struct picture *picture, const struct report *report,
		   const struct model *model, const char *title)
{
	g_autofree char *baseline = report_baseline(report), *subtitle = subtitle_text(report);
	GString *data = g_string_new(NULL);

	g_string_append_printf(data, "# Drawn by plots/%s.gp. Index 0: texts\n", picture->name);
	data_text(data, "campaign", report->name);
	data_text(data, "title", title);
	data_text(data, "subtitle", subtitle);
	data_text(data, "baseline", baseline);
	picture->data(report, model, data);
	return g_string_free(data, FALSE);
}

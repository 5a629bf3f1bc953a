// SPDX-License-Identifier: GPL-2.0-or-later
/* The first figure of each setup as a ratio to the baseline's, beside the published one, and its
 * runs. */
#include "plot/data.h"
#include "plot/picture.h"

#include <inttypes.h>
#include <math.h>

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

static void bars_append(const struct report *report, GString *data)
{
	data_block(data, "index 1, a setup per line: position name n, measured ratio low high top, "
			 "published ratio low high top");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		data_number(data, i);
		data_name(data, setup->name);
		data_number(data, (double)setup->figures->summary.boots);
		data_interval(data, &setup->figures->ratio);
		data_number(data, measured_top(report, setup));
		data_interval(data, &setup->published_ratio);
		data_number(data, published_top(setup));
		data_line_end(data);
	}
}

/* The last column spreads a setup's runs over -0.5 to 0.5, so that dots do not overlap. */
static void dots_append(const struct report *report, GString *data)
{
	data_block(data, "index 2, a valid run per line: position boot ratio offset");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const GArray *samples = setup->figures->samples;

		for (guint j = 0; j < samples->len; j++)
			g_string_append_printf(data, "%u %" PRIu64 " %.6f %.4f\n", i,
					       g_array_index(samples, struct sample, j).boot,
					       run_ratio(setup, j), (j + 0.5) / samples->len - 0.5);
	}
}

static void ratios_data(const struct report *report, const struct model *model, GString *data)
{
	(void)model;
	data_text(data, "figure", report->workload->metrics->label);
	data_text(data, "reference", report->reference ? report->reference : "");
	bars_append(report, data);
	dots_append(report, data);
}

static bool ratios_there(const struct report *report, const struct model *model)
{
	(void)model;
	return !report->curves->len && report_has_ratios(report);
}

static char *ratios_caption(const struct report *report)
{
	g_autofree char *baseline = report_baseline(report);

	return g_strdup_printf("Ratios to %s with 95 %% intervals; each dot is one run, divided by "
			       "the mean of %s.",
			       baseline, baseline);
}

const struct picture picture_ratios = {
	.name = "ratios",
	.caption = ratios_caption,
	.is_there = ratios_there,
	.data = ratios_data,
};

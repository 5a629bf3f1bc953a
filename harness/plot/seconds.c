// SPDX-License-Identifier: GPL-2.0-or-later
/* Traced runs over their windows: work, accesses, swap-ins and async faults, each second. */
#include "plot/data.h"
#include "plot/picture.h"
#include "plot/traced_runs.h"
#include "record/record.h"

#include <math.h>

#define INTERVALS "intervals" /* what the workload has counted at the end of each */

/* A count's growth since the interval before, per second. */
static void rate_append(GString *data, const json_t *before, const json_t *now, const char *key)
{
	const double from = before ? record_figure(before, "at_ns") : 0;
	const double had = before ? record_figure(before, key) : 0;
	const double ns = record_figure(now, "at_ns") - from;

	data_number(data, ns > 0 ? (record_figure(now, key) - had) / ns * 1e9 : NAN);
}

static void run_append(const struct report_setup *setup, GString *data)
{
	const json_t *seconds = record_lookup(traced_result(setup), "series.second");
	const json_t *before = NULL, *now;
	size_t i;

	data_block(data, "a traced run, a second per line, of which each is the end: s, and per s");
	data_name(data, setup->name);
	g_string_append(data, " work accesses swap_ins async\n");
	json_array_foreach (traced_said(setup, INTERVALS), i, now) {
		const json_t *second = json_array_get(seconds, i);

		data_number(data, record_figure(now, "at_ns") / 1e9);
		rate_append(data, before, now, "work");
		rate_append(data, before, now, "accesses");
		data_number(data, record_figure(second, "swap_ins"));
		data_number(data, record_figure(second, "async"));
		data_line_end(data);
		before = now;
	}
}

static void seconds_data(const struct report *report, const struct model *model, GString *data)
{
	g_autoptr(GPtrArray) runs = traced_runs(report, INTERVALS);

	(void)model;
	traced_runs_texts(runs, data);
	for (guint i = 0; i < runs->len; i++)
		run_append(runs->pdata[i], data);
}

static bool seconds_there(const struct report *report, const struct model *model)
{
	(void)model;
	return traced_runs_there(report, INTERVALS);
}

static char *seconds_caption(const struct report *report)
{
	(void)report;
	return g_strdup("Each second of the traced runs.");
}

const struct picture picture_seconds = {
	.name = "seconds",
	.caption = seconds_caption,
	.is_there = seconds_there,
	.data = seconds_data,
};

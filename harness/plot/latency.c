// SPDX-License-Identifier: GPL-2.0-or-later
/* How long accesses took in the traced runs: the share of them that took longer. */
#include "plot/data.h"
#include "plot/picture.h"
#include "plot/traced_runs.h"

#include <math.h>

#define BUCKETS "latency.buckets" /* [lower bound in ns, count], by the bound */

static double bucket_number(const json_t *bucket, size_t index)
{
	return json_number_value(json_array_get(bucket, index));
}

/* A point for each bucket: its lower bound, and the share of what is in it or above. */
static void run_append(const struct report_setup *setup, GString *data)
{
	const json_t *buckets = traced_said(setup, BUCKETS), *bucket;
	double all = 0, above;
	size_t i;

	data_block(data, "a traced run: ms, share of the accesses that took as long or longer");
	data_name(data, setup->name);
	g_string_append(data, " share\n");
	json_array_foreach (buckets, i, bucket)
		all += bucket_number(bucket, 1);
	above = all;
	json_array_foreach (buckets, i, bucket) {
		data_number(data, bucket_number(bucket, 0) / 1e6);
		data_number(data, all > 0 ? above / all : NAN);
		data_line_end(data);
		above -= bucket_number(bucket, 1);
	}
}

static void latency_data(const struct report *report, const struct model *model, GString *data)
{
	g_autoptr(GPtrArray) runs = traced_runs(report, BUCKETS);

	(void)model;
	traced_runs_texts(runs, data);
	for (guint i = 0; i < runs->len; i++)
		run_append(runs->pdata[i], data);
}

static bool latency_there(const struct report *report, const struct model *model)
{
	(void)model;
	return traced_runs_there(report, BUCKETS);
}

static char *latency_caption(const struct report *report)
{
	(void)report;
	return g_strdup(
		"How long accesses take in the guest, in the traced runs: the share of them that takes longer.");
}

const struct picture picture_latency = {
	.name = "latency",
	.caption = latency_caption,
	.is_there = latency_there,
	.data = latency_data,
};

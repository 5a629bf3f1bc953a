// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks up what traced runs recorded beside what all runs do. */
#include "plot/traced_runs.h"

#include "plot/data.h"
#include "record/record.h"

const json_t *traced_result(const struct report_setup *setup)
{
	return json_is_true(record_lookup(setup->traced, "determined.valid"))
		       ? record_lookup(setup->traced, "determined.result")
		       : NULL;
}

const json_t *traced_said(const struct report_setup *setup, const char *path)
{
	const char *member = setup->workload->traced;

	return member ? record_lookup(json_object_get(traced_result(setup), member), path) : NULL;
}

GPtrArray *traced_runs(const struct report *report, const char *path)
{
	GPtrArray *runs = g_ptr_array_new();

	for (guint i = 0; i < report->setups->len; i++)
		if (json_array_size(traced_said(report->setups->pdata[i], path)))
			g_ptr_array_add(runs, report->setups->pdata[i]);
	return runs;
}

bool traced_runs_there(const struct report *report, const char *path)
{
	g_autoptr(GPtrArray) runs = traced_runs(report, path);

	return runs->len && runs->len <= TRACED_RUNS_MOST;
}

void traced_runs_texts(const GPtrArray *runs, GString *data)
{
	for (guint i = 0; i < runs->len; i++)
		data_text(data, "line", ((const struct report_setup *)runs->pdata[i])->name);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The traced runs that have a line in a picture. */
#ifndef PLOT_TRACED_RUNS_H
#define PLOT_TRACED_RUNS_H

#include "report/report.h"

/* More lines than these are not told apart by their colours. */
#define TRACED_RUNS_MOST 8

/* The result of a setup's valid traced run, or NULL; what its workload says of it at a dotted path
 * ("latency.buckets"), or NULL. */
const json_t *traced_result(const struct report_setup *setup);
const json_t *traced_said(const struct report_setup *setup, const char *path);

/* The setups whose traced runs have something there: struct report_setup *; free with
 * g_ptr_array_unref(). */
GPtrArray *traced_runs(const struct report *report, const char *path);

/* Are there some, and no more than TRACED_RUNS_MOST? */
bool traced_runs_there(const struct report *report, const char *path);

/* Their lines of index 0: the names for the key. */
void traced_runs_texts(const GPtrArray *runs, GString *data);

#endif

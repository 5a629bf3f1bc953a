// SPDX-License-Identifier: GPL-2.0-or-later
/* The measured runs of a campaign, a row each, with all that programs may want of them. */
#ifndef REPORT_EXPORT_ROWS_H
#define REPORT_EXPORT_ROWS_H

#include "report/report.h"

struct export_rows {
	GPtrArray *names; /* char *: of the columns, in order */
	json_t *rows; /* objects that have all of them: null is unknown; in the records' order */
};

/*
 * Valid and invalid runs of the experiment's setups; none that is traced or profiled. Free with
 * export_rows_free().
 */
struct export_rows *export_rows_make(const struct campaign *campaign, const struct report *report);
void export_rows_free(struct export_rows *rows);

/*
 * A run's figure in the metric's unit, NAN if unknown, without what its scale's multiplication adds
 * beyond the 15 digits that a double has of any decimal: 11.548932, not 11.548931999999999.
 */
double export_figure(const struct metric *metric, const json_t *result);

/* The metric's name and its unit, as one word: "longest_stall_ms" if joint is '_'. Free with
 * g_free(). */
char *export_metric_name(const struct metric *metric, char joint);

#endif

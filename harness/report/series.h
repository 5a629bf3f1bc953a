// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: each line's points in order, and their table. */
#ifndef REPORT_SERIES_H
#define REPORT_SERIES_H

#include "report/report.h"

/* An empty report->lines. */
GPtrArray *series_new(void);

/*
 * Fills report->axis and ->lines from what experiment.json says of the axis, if anything; the
 * setups are digested already. -EINVAL names what is wrong with it.
 */
int series_make(const struct campaign *campaign, struct report *report);

/* A table of work and one of accesses for each line, an empty line behind each. */
void series_print(const struct report *report, GString *out);

/* "5", "0.25": the place of a point, to ten digits. Free with g_free(). */
char *series_x_text(double x);

#endif

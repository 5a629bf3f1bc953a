// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: each curve's points in order, and their table. */
#ifndef REPORT_CURVE_H
#define REPORT_CURVE_H

#include "report/report.h"

/* An empty report->curves. */
GPtrArray *curves_new(void);

/*
 * Fills report->axis and ->curves from what experiment.json says of the axis, if anything; the
 * setups are digested already. -EINVAL names what is wrong with it.
 */
int curves_make(const struct campaign *campaign, struct report *report);

/* A table of work and one of accesses for each curve, an empty line behind each. */
void curves_print(const struct report *report, GString *out);

/* "5", "0.25": the place of a point, to ten digits. Free with g_free(). */
char *curve_x_text(double x);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: the points of each curve in order, and their tables. */
#ifndef REPORT_CURVE_H
#define REPORT_CURVE_H

#include "report/model.h"
#include "report/report.h"

/* An empty array for report->curves, which frees its elements. Free with g_ptr_array_unref(). */
GPtrArray *curves_new(void);

/*
 * Fills report->axis and ->curves from experiment.json, if it has an axis; the setups must be
 * digested. -EINVAL names what is wrong with the axis.
 */
int curves_make(const struct campaign *campaign, struct report *report);

/* Drops the points of setups that are not in report->setups any more. */
void curves_restrict(struct report *report);

/*
 * Is there anything to see in the curve? One made of nothing but baselines of their own places is 1
 * everywhere, where a line is anyhow; it is drawn if nothing else has a ratio.
 */
bool curve_is_drawn(const struct report *report, const struct report_curve *curve);

/*
 * The values of x, "1, 2, 4", if the axis is to be logarithmic: three or more above 0, each of
 * them at least twice the one before. Else "". Free with g_free().
 */
char *curves_ticks(const struct report *report);

/* Adds a table of each compared metric per curve to the model. Never fails. */
void curves_add(const struct report *report, struct model *model);

#endif

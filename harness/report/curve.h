// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: each curve's points in order, and their table. */
#ifndef REPORT_CURVE_H
#define REPORT_CURVE_H

#include "report/model.h"
#include "report/report.h"

/* An empty report->curves. */
GPtrArray *curves_new(void);

/*
 * Fills report->axis and ->curves from what experiment.json says of the axis, if anything; the
 * setups are digested already. -EINVAL names what is wrong with it.
 */
int curves_make(const struct campaign *campaign, struct report *report);

/* Adds a table of work and one of accesses for each curve. */
void curves_add(const struct report *report, struct model *model);

#endif

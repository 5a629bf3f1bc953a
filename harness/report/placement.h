// SPDX-License-Identifier: GPL-2.0-or-later
/* What the guest's scheduler did with threads whose placement was left to it. */
#ifndef REPORT_PLACEMENT_H
#define REPORT_PLACEMENT_H

#include "report/model.h"
#include "report/report.h"

/* Adds a line with the share of CPU that each setup's threads could have below the table; none if
 * no run was sampled, or all had placed threads. */
void placement_add(const struct report *report, struct table *table);

#endif

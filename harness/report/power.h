// SPDX-License-Identifier: GPL-2.0-or-later
/* What a campaign could have shown, and how many boots would show more. */
#ifndef REPORT_POWER_H
#define REPORT_POWER_H

#include "report/model.h"
#include "report/report.h"

/* Adds a table for the first figure; none if no setup has an interval to its baseline. */
void power_add(const struct report *report, struct model *model);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What the traced runs show: where the time goes, and what a gain is made of. */
#ifndef REPORT_TRACED_H
#define REPORT_TRACED_H

#include "report/model.h"
#include "report/report.h"

/* Adds tables of all setups that have a valid traced run; none without such runs. */
void traced_add(const struct report *report, struct model *model);

#endif

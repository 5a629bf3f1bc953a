// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs of something else than bm: what their TAP says, in place of the table of work. */
#ifndef REPORT_PAYLOADS_H
#define REPORT_PAYLOADS_H

#include "report/model.h"
#include "report/report.h"

/* Fills report->payloads from the records of setups whose payload is not bm. */
void payloads_make(struct report *report);

/* Adds the counts of each run, and the lines "not ok" below; nothing without such runs. */
void payloads_add(const struct report *report, struct model *model);

#endif

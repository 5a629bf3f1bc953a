// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs of programs other than bm: the counts from their TAP. */
#ifndef REPORT_PAYLOADS_H
#define REPORT_PAYLOADS_H

#include "report/model.h"
#include "report/report.h"

/* Fills report->payloads from the setups whose payload is not bm. Never fails. */
void payloads_make(struct report *report);

/* Adds a table with the counts of each run, and its lines "not ok" below; none without such runs.
 */
void payloads_add(const struct report *report, struct model *model);

#endif

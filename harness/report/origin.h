// SPDX-License-Identifier: GPL-2.0-or-later
/* What the numbers of a table were measured on. */
#ifndef REPORT_ORIGIN_H
#define REPORT_ORIGIN_H

#include "report/report.h"

/*
 * Fills report->origin: a line for each kernel and setup of experiment.json, with the hashes that
 * the setup's records hold, and one of the versions that occur in the records.
 */
void origin_make(const struct campaign *campaign, struct report *report);

#endif

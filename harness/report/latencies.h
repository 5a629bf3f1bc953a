// SPDX-License-Identifier: GPL-2.0-or-later
/* How long single accesses took in traced runs, and how often pages came in. */
#ifndef REPORT_LATENCIES_H
#define REPORT_LATENCIES_H

#include "report/model.h"
#include "report/report.h"

/* An empty table at the end of the model, which owns it. */
struct table *latencies_table(struct model *model);

/* Adds a setup's row; result: of its traced run. */
void latencies_add(struct table *table, const struct report_setup *setup, const json_t *result);

#endif

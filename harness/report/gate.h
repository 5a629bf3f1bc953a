// SPDX-License-Identifier: GPL-2.0-or-later
/* The verdict on each setup of a campaign, against its baseline. */
#ifndef REPORT_GATE_H
#define REPORT_GATE_H

#include "report/report.h"
#include "stats/verdict.h"

#include <stdio.h>

struct gate_options {
	double margin;		 /* the part of the baseline that may be lost, 0 to 1 */
	bool accesses;		 /* judge page accesses in place of work */
	const char *const *only; /* names of setups, or NULL: all but the baseline */
};

struct gate_row {
	const struct report_setup *setup;
	const struct interval *ratio;
	enum verdict verdict;
	char *reason; /* why it is unclear, or "" */
};

struct gate {
	const struct report *report;
	struct gate_options options;
	GPtrArray *rows; /* struct gate_row * */
	enum verdict worst;
	size_t invalid; /* runs of the baseline and of what is judged */
};

/*
 * Judges the setups. The report has to live longer. -EINVAL: no baseline, no such setup, or nothing
 * that runs bm.
 */
int gate_make(const struct report *report, const struct gate_options *options, struct gate **gate);
void gate_free(struct gate *gate);

/* For people. */
void gate_print(const struct gate *gate, FILE *out);

/*
 * {"schema_version", "experiment", "baseline", "measure", "margin", "verdict", "setups": [{"name",
 * "ratio", "low", "high", "verdict", "reason", "valid", "invalid", "missing"}]}; numbers that are
 * not known are null.
 */
json_t *gate_json(const struct gate *gate);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The verdict on each setup of a campaign, against its baseline. */
#ifndef REPORT_GATE_H
#define REPORT_GATE_H

#include "report/look.h"
#include "report/model.h"
#include "report/report.h"
#include "stats/verdict.h"

#include <stdio.h>

#define GATE_MARGIN 0.05 /* of gate_options, if nobody names one */

struct gate_options {
	double margin;		 /* tolerated loss as a fraction of the baseline, 0 to 1 */
	const char *metric;	 /* of the workload, by name; NULL: its first */
	const char *const *only; /* names of setups, or NULL: all but the baseline */
};

struct gate_row {
	const struct report_setup *setup;
	const struct interval *ratio;
	bool by_interval;     /* else by what the reason says */
	enum verdict alone;   /* of this setup, as if it were the only one */
	enum verdict verdict; /* with all others (holm.h); as alone if not by interval */
	double level;	      /* of the interval that it is by */
	char *reason;	      /* for the verdict; "" if the interval is reason enough */
};

struct gate {
	const struct report *report;
	struct gate_options options;
	const struct metric *metric; /* that is judged */
	size_t figure;		     /* its place in report_setup's figures */
	GPtrArray *rows;	     /* struct gate_row * */
	size_t together;	     /* setups that are judged by their intervals, in common */
	enum verdict worst;
	size_t invalid; /* runs of the baseline and of what is judged */
};

/*
 * Judges the setups into *gate, which the caller frees with gate_free(). The report and
 * options->only must outlive it. -EINVAL: no baseline, no such setup or metric, or
 * no setup with a guest.
 */
int gate_make(const struct report *report, const struct gate_options *options, struct gate **gate);
void gate_free(struct gate *gate);

/* What is judged: "Ratio of work to that of master; tolerated loss: 5 %." Free with g_free(). */
char *gate_heading(const struct gate *gate);

/* The verdicts, a row for each setup. Free with table_free(). */
struct table *gate_table(const struct gate *gate);

/* Prints the verdicts as a table. The caller checks ferror(out). */
void gate_print(const struct gate *gate, const struct look *look, FILE *out);

/*
 * {"schema_version", "experiment", "baseline", "measure", "margin", "verdict", "correction",
 * "setups":
 * [{"name", "ratio", "low", "high", "level", "verdict", "verdict_alone", "verdict_level", "reason",
 * "valid", "invalid", "missing"}]}; unknown numbers are null. A new reference: free with
 * json_decref().
 */
json_t *gate_json(const struct gate *gate);

#endif

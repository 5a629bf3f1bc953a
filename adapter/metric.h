// SPDX-License-Identifier: GPL-2.0-or-later
/* The metrics that a program gives, one a line. */
#ifndef ADAPTER_METRIC_H
#define ADAPTER_METRIC_H

#include <stddef.h>
#include <stdio.h>

#include "workload/program_limits.h"

struct metric {
	char name[PROGRAM_NAME_LENGTH + 1];
	char unit[PROGRAM_UNIT_LENGTH + 1]; /* "": none */
	const char *better;		    /* PROGRAM_MORE, PROGRAM_LESS, or NULL: neither */
	double value;
};

struct metrics { /* all 0: none yet */
	struct metric list[PROGRAM_METRICS_MOST];
	size_t count;
};

/*
 * Takes "metric NAME VALUE [UNIT] [better=more|less]"; words are separated by blanks. Of the first
 * metric more is better unless it says otherwise. 0, or -1 with failure_set(): what is wrong with
 * the line.
 */
int metric_take(struct metrics *metrics, const char *line);

/* Writes them as a JSON object {"NAME":{"value":V,"unit":"U","better":"more"},...}: null for what a
 * metric does not have. */
void metrics_write(const struct metrics *metrics, FILE *file);

#endif

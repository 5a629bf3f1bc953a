// SPDX-License-Identifier: GPL-2.0-or-later
/* Kinds of runs: those that are measured, and those that look closer, at a cost. */
#ifndef EXPERIMENT_RUN_KIND_H
#define EXPERIMENT_RUN_KIND_H

#include <jansson.h>

/* Only measured runs enter a mean, a count, a plot or a verdict. */
enum run_kind {
	RUN_MEASURED,
	RUN_TRACED,  /* it is recorded where the time goes */
	RUN_PROFILED /* perf records what the host executes */
};

#define RUN_KINDS (RUN_PROFILED + 1)

/* "measured", "traced", "profiled": what people read, and the member that marks it in JSON. */
const char *run_kind_word(enum run_kind kind);

/* Marks what says which run it is as of this kind: {"traced": true}. Measured runs have no mark:
 * their records stay as they were before there were other kinds. */
void run_kind_mark(enum run_kind kind, json_t *object);

/* The kind that it is marked as. -EINVAL, with *kind unchanged: a mark is no switch, or there are
 * two. */
int run_kind_read(const json_t *object, enum run_kind *kind);

#endif

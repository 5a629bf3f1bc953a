// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A workload that is a program of the user: which metrics it has, its runs say. In a record's
 * result they are "metrics": {NAME: {"value", "unit", "better"}}, in the program's order.
 */
#ifndef WORKLOAD_PROGRAM_H
#define WORKLOAD_PROGRAM_H

#include "workload/workload.h"

/* What all programs have in common; without metrics. */
extern const struct workload workload_program;

struct program;

/* setting: as settings_json() has it, "./join -m 1G". Free with program_free(), which ignores NULL.
 */
struct program *program_new(const char *setting);
void program_free(struct program *program);

/*
 * Learns the metrics of a valid run's result: those of the first come first. -EINVAL: it has
 * another first metric than the results before, or a metric with another unit or direction.
 */
int program_learn(struct program *program, const json_t *result);

/* The workload with all metrics learnt, owned by the program; with one that no run has, if there
 * are none. Nothing can be learnt afterwards. */
const struct workload *program_workload(struct program *program);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* All that decides what a kernel becomes, and its hash. */
#ifndef KERNEL_INPUTS_H
#define KERNEL_INPUTS_H

#include "experiment/experiment.h"
#include "kernel/source.h"

#include <jansson.h>
#include <stdbool.h>

struct inputs {
	const struct kernel_spec *spec;
	struct source source;
	GPtrArray *patches;   /* struct patch * */
	GPtrArray *fragments; /* struct fragment * */
	char *compiler, *linker;
	char *hash;	 /* of the kernel, 64 hex digits */
	char *perf_hash; /* of its perf: kernels that leave tools/ alone share one */
};

int inputs_open(const struct kernel_spec *spec, bool simulated, struct inputs *inputs);
void inputs_close(struct inputs *inputs);

/* For build.json in the cache. */
json_t *inputs_json(const struct inputs *inputs);

#endif

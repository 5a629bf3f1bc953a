// SPDX-License-Identifier: GPL-2.0-or-later
/* The inputs of a kernel build, and their hash. */
#ifndef KERNEL_INPUTS_H
#define KERNEL_INPUTS_H

#include "experiment/experiment.h"
#include "kernel/linux_version.h"
#include "kernel/source.h"

#include <jansson.h>
#include <stdbool.h>

struct inputs {
	const struct kernel_spec *spec;
	struct source source;
	struct linux_version version;
	GPtrArray *patches;   /* struct patch * */
	GPtrArray *fragments; /* struct fragment * */
	char *compiler, *linker;
	char *hash;	 /* of the kernel, 64 hex digits */
	char *perf_hash; /* of its perf: kernels that leave tools/ alone share one */
};

/*
 * Finds and reads all inputs of the kernel; spec must outlive them. simulated: the series and
 * fragment "sim" go on top. inputs_close() is for the caller after success only. Errors of
 * linux_version_of_source(), series_stack(), config_fragments(), toolchain_check() and
 * source_open().
 */
int inputs_open(const struct kernel_spec *spec, bool simulated, struct inputs *inputs);
void inputs_close(struct inputs *inputs);

/* The facts for build.json in the cache. A new reference. */
json_t *inputs_json(const struct inputs *inputs);

#endif

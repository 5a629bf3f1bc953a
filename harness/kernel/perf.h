// SPDX-License-Identifier: GPL-2.0-or-later
/* perf of the host kernel's own tree, with little enough in it to run in a small image. */
#ifndef KERNEL_PERF_H
#define KERNEL_PERF_H

#include "kernel/inputs.h"

/* Switches of its make; ends with NULL. Part of its hash. */
extern const char *const perf_variables[];

/*
 * Builds perf in the patched tree, and puts it into the cache. The caller removes the tree, and
 * scratch, a folder for the result on its way. Errors as kernel_build().
 */
int perf_build(const struct inputs *inputs, const char *tree, const char *scratch,
	       unsigned int jobs, const char *log);

#endif

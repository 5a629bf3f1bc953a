// SPDX-License-Identifier: GPL-2.0-or-later
/* perf of the host kernel's own tree, with little enough in it to run in a small image. */
#ifndef KERNEL_PERF_H
#define KERNEL_PERF_H

#include "kernel/inputs.h"

/* Variables of its make, NULL-terminated. Part of its hash. */
extern const char *const perf_variables[];

/* More of them for this version of Linux, NULL-terminated, static. */
const char *const *perf_more(const struct linux_version *version);

/*
 * Builds perf in the patched tree, and puts it into the cache, where the lock of its hash is the
 * caller's. The caller removes the tree. Output is appended to the log. Errors of kernel_build().
 */
int perf_build(const struct inputs *inputs, const char *tree, unsigned int jobs, const char *log);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The seam between campaigns and the ways to get a host: sim; vm and bare later; fake for tests. */
#ifndef TESTBED_TESTBED_H
#define TESTBED_TESTBED_H

#include "experiment/plan.h"
#include <jansson.h>
#include <stdio.h>

struct kernel_build; /* kernel/kernel.h */

/*
 * Members that may be NULL: kernel with compare (none is built), is_prepared with prepare (a run
 * boots for itself), trim (nothing is kept); and in a testbed whose probe() always fails, all
 * behind probe.
 *
 * prepare() and run() are called in a child process of the scheduler, one call a process: they
 * block, and may be killed at any moment; whatever they start must die with them.
 */
struct testbed {
	const char *name;
	const char *help;
	/* Can it work here? 0, or -ENOPKG/... with a reason (for doctor and before a campaign). */
	int (*probe)(void);
	/* Kernels, images, ... of all setups, built or found. Called once in the scheduler's
	 * process. */
	int (*open)(const struct experiment *experiment, unsigned int jobs, void **state);
	void (*close)(void *state);
	/* The build of a kernel that a setup names as its host's or guest's. */
	const struct kernel_build *(*kernel)(void *state, const char *name);
	/* Without open(): would that kernel be built of what kernel_keep() left in the folder?
	 * kernel_compare()'s errors. */
	int (*compare)(const struct kernel_spec *spec, const char *folder);
	/* Bytes of memory that one prepare() or run() of this setup takes: bounds how many go side
	 * by side. */
	uint64_t (*memory)(void *state, const struct setup *setup);
	/* Is the preparation of this run's boot there? */
	bool (*is_prepared)(void *state, const struct plan_run *run);
	/* folder: where console and other logs of this preparation go. */
	int (*prepare)(void *state, const struct plan_run *run, const char *folder);
	/* The record, not yet judged: determined (all but valid) and circumstances filled. Logs go
	 * to folder. */
	int (*run)(void *state, const struct plan_run *run, const char *folder, json_t **record);
	/* Prints the external commands of prepare() and run(), after an open() in a dry run:
	 * kernels need not be built. */
	int (*show)(void *state, const struct plan_run *run, FILE *out);
	/* Frees least recently used preparations down to the budget; keep: those that the plan
	 * still needs. Until the next call, or close(), other campaigns keep them, too: called
	 * before is_prepared(), and whenever the plan needs less. */
	int (*trim)(void *state, const GPtrArray *keep);
};

extern const struct testbed testbed_sim;
extern const struct testbed
	testbed_fake; /* replays recorded runs; APFBENCH_FAKE names the folder of records */

/* By name; NULL when unknown. -ENOPKG from its probe when known but not built yet (vm, bare). */
const struct testbed *testbed_find(const char *name);

/* Ends with NULL: all that doctor lists. */
extern const struct testbed *const testbed_table[];

#endif

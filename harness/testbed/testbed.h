// SPDX-License-Identifier: GPL-2.0-or-later
/* The interface between campaigns and the ways to get a host: sim; vm and bare later; fake for
 * tests. */
#ifndef TESTBED_TESTBED_H
#define TESTBED_TESTBED_H

#include "artefact/artefact.h"
#include "experiment/plan.h"
#include "qemu/machine.h"

#include <jansson.h>
#include <stdio.h>

/*
 * Members that may be NULL: check (nothing to check), is_prepared with prepare (a run boots for
 * itself), enter (it has no host for people), trim (nothing is kept); and in a testbed whose
 * probe() always fails, all behind probe.
 *
 * prepare() and run() are called in a child process of the scheduler, one call a process: they
 * block, and may be killed at any moment; whatever they start must die with them. When the host or
 * guest fails they return an error of error_fail(), which becomes the run's record; any other error
 * ends the campaign.
 */
struct testbed {
	const char *name;
	const char *help;
	/* What artefacts_make() makes for it. */
	struct artefacts_need need;
	/* Can it work here? 0, or -ENOPKG/... with a reason (for doctor and before a campaign). */
	int (*probe)(void);
	/* Can it run this experiment here? Asked before kernels are built for an hour: programs,
	 * memory. -EINVAL, -ENOPKG, ... with a reason. */
	int (*check)(const struct experiment *experiment);
	/* Called once, in the scheduler's process, after check(). Experiment and artefacts outlive
	 * the state, which is the caller's to close() after success; artefacts may get those of a
	 * setup later, before the first call with one of its runs. */
	int (*open)(const struct experiment *experiment, const struct artefacts *artefacts,
		    void **state);
	void (*close)(void *state);
	/* `determined.inputs` of the run's record, as far as they are known before it is made; of
	 * no run (NULL): those that all have. A new reference. */
	json_t *(*inputs)(void *state, const struct plan_run *run);
	/* Bytes of memory that one prepare() or run() of this setup takes: bounds how many go side
	 * by side. */
	uint64_t (*memory)(void *state, const struct setup *setup);
	/* Is the preparation of this run's boot there? */
	bool (*is_prepared)(void *state, const struct plan_run *run);
	/* folder: where console and other logs of this preparation go. */
	int (*prepare)(void *state, const struct plan_run *run, const char *folder);
	/* The record (a reference for the caller), not yet judged: determined (all but valid) and
	 * circumstances filled. Logs go to folder. */
	int (*run)(void *state, const struct plan_run *run, const char *folder, json_t **record);
	/* Starts a run, whose preparation is there, for people who get at its host by
	 * machine->door; folder: of its logs, which exists. machine_end() is for the caller after
	 * success only. */
	int (*enter)(void *state, const struct plan_run *run, enum machine_access access,
		     const char *folder, struct machine *machine);
	/* Prints the external commands of prepare() and run(), after an open() in a dry run:
	 * kernels need not be built. The caller checks ferror(out). */
	int (*show)(void *state, const struct plan_run *run, FILE *out);
	/* Frees least recently used preparations down to the budget; keep: those that the plan
	 * still needs. Until the next call, or close(), other campaigns keep them, too: called
	 * before is_prepared(), and whenever the plan needs less. */
	int (*trim)(void *state, const GPtrArray *keep);
};

/*
 * Makes what open() needs: checks files, machine and programs, marks the caches as ours, then
 * builds or finds kernels and images. jobs: as for artefacts_make(). artefacts_free() is for the
 * caller after success only. Errors of check() and artefacts_make().
 */
int testbed_make(const struct testbed *testbed, const struct experiment *experiment,
		 unsigned int jobs, struct artefacts **artefacts);

/* The testbed of that name, also one that doctor does not list; NULL if there is none. */
const struct testbed *testbed_find(const char *name);

/* All that doctor lists. NULL-terminated. */
extern const struct testbed *const testbed_table[];

#endif

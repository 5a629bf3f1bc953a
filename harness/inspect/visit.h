// SPDX-License-Identifier: GPL-2.0-or-later
/* A host that people get at: prepared if it is not yet, forked, and ended again. */
#ifndef INSPECT_VISIT_H
#define INSPECT_VISIT_H

#include "schedule/interrupt.h"
#include "testbed/testbed.h"

struct visit {
	struct interrupt interrupt; /* Ctrl-C and the like; poll() for them */
	char *folder;		    /* of its logs; it goes with the visit */
	struct machine machine;
	void (*pipe_action)(int signum); /* what SIGPIPE did before: now it does nothing */
};

/* -EINVAL if the testbed has no host for people. */
int visit_check(const struct testbed *testbed);

/*
 * Prepares the run's boot, if that is not in the cache, and starts the run. state: the testbed's,
 * opened; it has passed visit_check(). visit_end() is for the caller in any case; it leaves the
 * error's text alone, but says that logs which the text leads to are removed, and returns err.
 * -EINTR; errors of prepare() and enter().
 */
int visit_begin(struct visit *visit, const struct testbed *testbed, void *state,
		const struct plan_run *run, enum machine_access access);
int visit_end(struct visit *visit, int err);

#endif

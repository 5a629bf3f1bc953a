// SPDX-License-Identifier: GPL-2.0-or-later
/* The steps of a run, however the host was brought up. */
#ifndef HOST_RUN_H
#define HOST_RUN_H

#include "host/ballast.h"
#include "host/container.h"
#include "host/counters.h"
#include "host/guest.h"
#include "host/payload.h"
#include "host/profile.h"
#include "host/swap.h"
#include "host/traced.h"
#include "settings/description.h"

#include <jansson.h>

struct run {
	struct description description; /* of the preparation, then of the run */
	const char *folder;		/* for pipes, sockets and logs; not owned */
	struct swap swap;
	struct container container;
	struct guest guest;
	uint64_t window_end_ns; /* clock_now() when counting ended; 0: not yet */
	struct counters counters;
	struct traced traced;
	struct profile profile;
	struct ballast ballast;
	struct payload program; /* in the place of the guest, or beside it */
	bool armed;		/* perf and traces are ready to be switched on */
	/* results; NULL: not known */
	json_t *commands; /* array of the command lines that make the container */
	json_t *counts;
	json_t *stats_before, *stats; /* of the container */
	json_t *swap_read;
	json_t *balance, *series; /* of a traced run */
	json_t *profiled;	  /* profile_read() */
	json_t *payload, *beside; /* payload_finish() */
};

/* A run that has not begun. folder is made when it is needed; the caller fills in run->description.
 */
void run_init(struct run *run, const char *folder);

/* Ends everything that the run has started, and frees what it owns, at any point. */
void run_clear(struct run *run);

/*
 * Sets the host up, starts the guest and waits until the workload is prepared. Nothing is measured,
 * and nothing depends on what may differ between forks (seed, seconds, counters). 0 or -errno.
 */
int run_prepare(struct run *run);

/* Measures; afterwards *run has everything that result_make() needs. 0 or -errno. */
int run_measure(struct run *run);

#endif

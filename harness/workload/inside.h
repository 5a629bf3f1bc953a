// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the runner needs to know of a workload, the program that is measured in the guest: how it is
 * started, and what its lines mean. All of it is in the host's image; see workload.h for the rest.
 */
#ifndef WORKLOAD_INSIDE_H
#define WORKLOAD_INSIDE_H

#include "settings/description.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* What a workload goes through, in this order; it says each by a line. */
enum workload_step {
	WORKLOAD_READY,	  /* prepared; waits for a line "SEED SECONDS[ traced][ place VCPUS]" */
	WORKLOAD_STARTED, /* the window begins */
	WORKLOAD_DONE,	  /* the window has ended, and its figures are whole */
	WORKLOAD_ENDED,	  /* nothing follows */
	WORKLOAD_STEPS
};

struct workload_inside {
	const char *name;
	const char *steps[WORKLOAD_STEPS]; /* "was ready", for "... before it was ready" */

	/* Its options: follow "--" on the guest kernel's command line. Free with g_free(). */
	char *(*arguments)(const struct inside *settings);

	/*
	 * A new object with all members that the workload adds to a record's result, in their
	 * order, null or empty as long as it has said nothing. A reference for the caller.
	 */
	json_t *(*result_new)(void);

	/*
	 * Takes a line into the result, from the console or from the guest's second port (is_port).
	 * Which step it says, WORKLOAD_STEPS if none. With WORKLOAD_ENDED *status is set: its exit
	 * status, 128 + signal if it was killed.
	 */
	enum workload_step (*line_take)(json_t *result, const char *line, bool is_port,
					uint64_t *status);

	/* How much of the time until WORKLOAD_READY it took to prepare, ns; 0: it does not say. */
	uint64_t (*prepare_ns)(const json_t *result);
};

/* The workload of that name, NULL if there is none; the default for NULL. */
const struct workload_inside *workload_inside_find(const char *name);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What the host counts over the window: async faults, halts, major faults. */
#ifndef HOST_COUNTERS_H
#define HOST_COUNTERS_H

#include "host/guest.h"
#include "host/perf.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* A count that the kernel keeps since boot; known: it could be read. */
struct counter {
	bool known;
	uint64_t value;
};

struct counters {
	struct perf perf;
	/* at the start of the window; then how much they have grown at its end */
	struct counter halts, vcpu_faults;
};

/*
 * Starts perf with those events that this kernel has, not counting yet: may be done before a
 * snapshot, and costs nothing until counters_open(). The caller calls counters_clear() also after
 * an error. Files go to folder. 0 or -errno.
 */
int counters_prepare(struct counters *counters, const char *folder);

/* Called just before and just after the window. 0 or -errno. */
int counters_open(struct counters *counters, const struct guest *guest);
int counters_close(struct counters *counters, const struct guest *guest);

/*
 * Called after the window. *counts: {"async_tried": n or null, ...}, a new reference, without
 * "major_faults", which are the container's; NULL and -errno after an error.
 */
int counters_read(struct counters *counters, json_t **counts);

/* Ends perf and frees what it owns. */
void counters_clear(struct counters *counters);

#endif

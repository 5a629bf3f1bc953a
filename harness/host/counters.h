// SPDX-License-Identifier: GPL-2.0-or-later
/* What the host counts over the window: async faults, halts, major faults. */
#ifndef HOST_COUNTERS_H
#define HOST_COUNTERS_H

#include "host/guest.h"
#include "host/perf.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* A count that the kernel keeps from boot on; known: it has this one. */
struct counter {
	bool known;
	uint64_t value;
};

struct counters {
	struct perf perf;
	/* when the window was opened, and how much they had grown when it was closed */
	struct counter halts, vcpu_faults;
};

/*
 * Starts perf with those events that this kernel has, not counting yet: may be done before a
 * snapshot, and costs nothing until counters_open().
 */
int counters_prepare(struct counters *counters, const char *folder);

/* Just before and just after the window. */
int counters_open(struct counters *counters, const struct guest *guest);
int counters_close(struct counters *counters, const struct guest *guest);

/*
 * After the window. *counts: {"async_tried": n or null, ...} without "major_faults", which are the
 * container's.
 */
int counters_read(struct counters *counters, json_t **counts);

void counters_clear(struct counters *counters);

#endif

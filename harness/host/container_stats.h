// SPDX-License-Identifier: GPL-2.0-or-later
/* The container's own statistics over the window. */
#ifndef HOST_CONTAINER_STATS_H
#define HOST_CONTAINER_STATS_H

#include "host/container.h"

#include <jansson.h>

/*
 * {"memory_stat", "memory_events", "cpu_stat": {name: n} or null,
 *  "pressure": {"memory", "cpu", "io": {"some_usec", "full_usec"} or null}}.
 * What there is none of (v1 has memory_stat only; no container: nothing) is null.
 */
json_t *container_stats_read(const struct container *container);

/* The same layout: what happened from one reading to the other. */
json_t *container_stats_difference(const json_t *before, const json_t *after);

#endif

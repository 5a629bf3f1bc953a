// SPDX-License-Identifier: GPL-2.0-or-later
/* The container's own statistics over the window. */
#ifndef HOST_CONTAINER_STATS_H
#define HOST_CONTAINER_STATS_H

#include "host/container.h"

#include <jansson.h>

/*
 * A new object:
 * {"memory_stat", "memory_events", "cpu_stat": {name: n} or null, "pressure": {"memory", "cpu",
 * "io": {"some_usec", "full_usec"} or null}}. What does not exist is null: v1 has memory_stat only,
 * and without a container there is nothing.
 */
json_t *container_stats_read(const struct container *container);

/* What happened between two readings: a new object of the same layout. */
json_t *container_stats_difference(const json_t *before, const json_t *after);

#endif

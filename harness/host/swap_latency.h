// SPDX-License-Identifier: GPL-2.0-or-later
/* The measured latency of the swap device's reads in the window. */
#ifndef HOST_SWAP_LATENCY_H
#define HOST_SWAP_LATENCY_H

#include "host/swap.h"

#include <jansson.h>

/*
 * Sets up a trace of the device's reads, not tracing yet: may be done before a snapshot. The trace
 * goes to memory raw, and is read and paired after the window, so that the window pays only some
 * hundred instructions per read. 0 or -errno.
 */
int swap_latency_prepare(const struct swap *swap);

/* Called just before and just after the window. 0 or -errno. */
int swap_latency_open(void);
int swap_latency_close(void);

/* *swap_read: {"count", "mean_ns", "p50_ns", "p99_ns", "lost"}, a new reference; lost: events that
 * did not fit into the buffers. NULL and -errno after an error. */
int swap_latency_read(json_t **swap_read);

/* Removes the trace, if there is one. */
void swap_latency_clear(void);

#endif

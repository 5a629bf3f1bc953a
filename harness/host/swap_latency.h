// SPDX-License-Identifier: GPL-2.0-or-later
/* How long the swap device's reads really took, over the window. */
#ifndef HOST_SWAP_LATENCY_H
#define HOST_SWAP_LATENCY_H

#include "host/swap.h"

#include <jansson.h>

/*
 * Sets a trace of the device's reads up, not tracing yet: may be done before a snapshot. The trace
 * is taken raw into memory and read after the window; requests and completions are paired then,
 * so that the window pays some hundred instructions a read and nothing else.
 */
int swap_latency_prepare(const struct swap *swap);

/* Just before and just after the window. */
int swap_latency_open(void);
int swap_latency_close(void);

/* {"count", "mean_ns", "p50_ns", "p99_ns", "lost"}; lost: events that did not fit the buffers. */
int swap_latency_read(json_t **swap_read);

/* Takes the trace away again, if there is one. */
void swap_latency_clear(void);

#endif

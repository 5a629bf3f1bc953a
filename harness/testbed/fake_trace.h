// SPDX-License-Identifier: GPL-2.0-or-later
/* What a traced run has more than others, made up. */
#ifndef TESTBED_FAKE_TRACE_H
#define TESTBED_FAKE_TRACE_H

#include <jansson.h>
#include <stdbool.h>

/*
 * Adds the account of the time, the series and bm's latencies to the recorded result of an untraced
 * run of bm, about as its counters would have it. lost: as if trace events had been lost, so that a
 * part of the time is in no part of the account.
 */
void fake_trace(json_t *result, bool lost);

#endif

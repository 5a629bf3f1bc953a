// SPDX-License-Identifier: GPL-2.0-or-later
/* Streams of events, one of each CPU, in the order of time. */
#ifndef HOST_MERGE_H
#define HOST_MERGE_H

#include <glib.h>

/* An array for streams by the number of their CPU; owns them. */
GPtrArray *merge_streams(void);

/* The stream of that number, made if need be. Its events have so many bytes, and begin with a
 * uint64_t: the time. */
GArray *merge_stream(GPtrArray *streams, unsigned int number, guint size);

/*
 * Takes the earliest of the streams' next events; NULL when all are at their ends. positions: of
 * each stream how many events have been taken, all 0 at first.
 */
const void *merge_next(GArray *const streams[], size_t count, guint *positions);

#endif

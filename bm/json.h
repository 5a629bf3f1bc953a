// SPDX-License-Identifier: GPL-2.0-or-later
// The result as one line of JSON.
#ifndef BM_JSON_H
#define BM_JSON_H

#include <stdio.h>

#include "options.h"
#include "threads.h"
#include "window.h"

#define JSON_SCHEMA_VERSION 1

struct result {
	const struct options *options;
	const struct team *team;
	const struct window *window;
	uint64_t prefault_ns;
};

/*
 * Writes one object and a newline, so that it can follow other lines on a serial port. The counts
 * and times in "intervals" run from the window's start. Write errors stay with @file: see ferror().
 *
 * "pins" is the vCPU of each thread, faulting threads first, or null if none is pinned.
 *
 * "occupancy" says where the threads were; null if the kernel does not. "vcpu_ns" is an array per
 * thread, faulting threads first, of its time on each vCPU since the window's start, waiting
 * included; the sum is about the window's length. "samples" is how many samples that is made from;
 * with one, all time is charged to where the thread was last. "fair_ns" is the time that each
 * working thread gets if the threads on a vCPU share it equally.
 *
 * "latency" is only there if it was measured: how many accesses of all faulting threads took from
 * so many ns on, up to the next bucket, in [lower_ns, count] with ascending lower bounds; empty
 * buckets are left out. "guest_cpu" is only there after a gate's line with "traced": for each vCPU
 * what the kernel has accounted to it in the window.
 */
void json_write(FILE *file, const struct result *result);

#endif

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
 * in "intervals" run from the window's start. Write errors stay with @file: see ferror().
 *
 * "pins" is the vCPU of each thread, faulting threads first, or null if none is pinned.
 */
void json_write(FILE *file, const struct result *result);

#endif

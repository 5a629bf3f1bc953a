// SPDX-License-Identifier: GPL-2.0-or-later
/* A run of the user's program, from its start to its last metric. */
#ifndef ADAPTER_SESSION_H
#define ADAPTER_SESSION_H

#include <stdint.h>

#include "lines.h"
#include "metric.h"
#include "program.h"

enum step { /* what the program has to say next */
	STEP_READY,
	STEP_GATE, /* nothing: the runner's line is awaited */
	STEP_START,
	STEP_DONE,
	STEP_ENDED
};

struct session {
	enum step step;
	struct program program;
	struct lines said, errors, console;
	struct metrics metrics;
	uint64_t began_ns;   /* of the program */
	uint64_t prepare_ns; /* from there to "ready" */
	uint64_t start_ns;   /* "start" */
	uint64_t window_ns;  /* from there to "done" */
};

/*
 * Starts the program whose arguments are in the file, and speaks bm's lines with the runner in its
 * name, by stdin and stdout. 0, or -1 with failure_set().
 */
int session_run(struct session *session, const char *arguments);

#endif

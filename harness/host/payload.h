// SPDX-License-Identifier: GPL-2.0-or-later
/* A program that is run in the prepared host, in the guest's place or beside it. */
#ifndef HOST_PAYLOAD_H
#define HOST_PAYLOAD_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

/*
 * A description's payload is "bm" (the guest alone), the path of a program that is run in the
 * guest's place, or "bm+PATH": the guest, and a program beside it over the window, which tests use
 * to disturb a run.
 */
#define PAYLOAD_BM     "bm"
#define PAYLOAD_BESIDE "bm+"

struct payload {
	char *program; /* NULL: none */
	char *log;     /* its output */
	pid_t pid;     /* 0: does not run */
};

/* Has the run a guest? */
bool payload_has_guest(const char *description);

/*
 * Starts the description's program, if it has one, with APFBENCH_COMMANDS set to a file with the
 * container's command lines.
 */
int payload_start(struct payload *payload, const char *description, const json_t *commands,
		  const char *folder);

/* Waits for its end; at_once: ends it. {"status": n, "output": text}, or NULL without a program. */
json_t *payload_finish(struct payload *payload, bool at_once);

#endif

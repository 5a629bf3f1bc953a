// SPDX-License-Identifier: GPL-2.0-or-later
/* A program of the image that is run in the prepared host, in the guest's place or beside it. */
#ifndef HOST_PAYLOAD_H
#define HOST_PAYLOAD_H

#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

struct payload {
	char *log; /* its output */
	pid_t pid; /* and process group; 0: does not run */
};

/* Starts INSIDE_PAYLOAD with APFBENCH_COMMANDS set to a file with the container's command lines. */
int payload_start(struct payload *payload, const json_t *commands, const char *folder);

/*
 * Until it ends, with its lines repeated on the console as they come. After so many seconds of the
 * host's time it is killed with all its children: -ETIMEDOUT, and the text has its last line.
 */
int payload_wait(struct payload *payload, uint64_t seconds);

/*
 * {"status": n, "output": text}, NULL if none was started. One that still runs is killed: null is
 * its status.
 */
json_t *payload_finish(struct payload *payload);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* A program of the image that runs in the prepared host, in place of the guest or beside it. */
#ifndef HOST_PAYLOAD_H
#define HOST_PAYLOAD_H

#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

struct payload {
	char *log; /* file of its output */
	pid_t pid; /* also its process group; 0: does not run */
};

/*
 * Starts INSIDE_PAYLOAD. APFBENCH_COMMANDS in its environment names a file in folder with the
 * command lines of `commands`. The caller calls payload_finish() also after an error. 0 or -errno.
 */
int payload_start(struct payload *payload, const json_t *commands, const char *folder);

/*
 * Waits for its end, and repeats its lines on the console as they come. -ETIMEDOUT, with its last
 * line in the text, if it still runs after this many seconds of the host's time: payload_finish()
 * then kills it.
 */
int payload_wait(struct payload *payload, uint64_t seconds);

/*
 * Kills what still runs of it, children included, and frees what payload owns. Returns {"status":
 * n, "output": text}, a new reference, with null for the status of a program that had not ended;
 * NULL if none was started.
 */
json_t *payload_finish(struct payload *payload);

#endif

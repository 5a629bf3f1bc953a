// SPDX-License-Identifier: GPL-2.0-or-later
/* `perf stat` over the whole host, switched on and off by its control pipe. */
#ifndef HOST_PERF_H
#define HOST_PERF_H

#include <jansson.h>
#include <sys/types.h>

struct perf {
	pid_t pid; /* 0: does not run */
	char *folder;
	int control, acknowledge; /* descriptors of its pipes */
};

/*
 * Starts perf with these arguments that choose events ("-e", event, "--filter", filter, ...;
 * NULL-terminated), not counting yet; files go to folder. Without events nothing is started, and
 * the functions below do nothing. The caller calls perf_clear() also after an error. 0 or -errno.
 */
int perf_start(struct perf *perf, const char *const events[], const char *folder);

/* Return when perf has done it. -ETIMEDOUT after a minute without an answer, else -errno. */
int perf_enable(struct perf *perf);
int perf_disable(struct perf *perf);

/* Ends perf. *counts: {"event": count or null, ...}, a new reference. -EPROTO for output that
 * perf_parse() refuses, else -errno. */
int perf_finish(struct perf *perf, json_t **counts);

/* Kills perf in any state, and frees what it owns. */
void perf_clear(struct perf *perf);

/* Parses what `perf stat -j` prints (a JSON object per line) into *counts: {"event": count or null,
 * ...}, a new reference. -EPROTO for anything else. */
int perf_parse(const char *text, json_t **counts);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* `perf stat` over the whole host, switched on and off from outside. */
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
 * NULL-terminated), not counting yet; files go to folder. No events: nothing is started, and the
 * others do nothing.
 */
int perf_start(struct perf *perf, const char *const events[], const char *folder);

/* Return when perf has done it. */
int perf_enable(struct perf *perf);
int perf_disable(struct perf *perf);

/* Ends perf; {"event": count or null, ...} into *counts. */
int perf_finish(struct perf *perf, json_t **counts);

/* Ends perf, whatever it does. */
void perf_clear(struct perf *perf);

/* What `perf stat -j` prints (a JSON object a line) as {"event": count or null, ...}; -EPROTO. */
int perf_parse(const char *text, json_t **counts);

#endif

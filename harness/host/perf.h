// SPDX-License-Identifier: GPL-2.0-or-later
/* A perf that looks at the whole host, switched on and off by its control pipe. */
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
 * Starts perf with these arguments ("stat", "-e", event, ...; NULL-terminated), switched off: they
 * have "-D", "-1". Its pipes and its log, NAME.log, go to folder, which is also its working
 * directory. The caller calls perf_clear() also after an error. 0 or -errno.
 */
int perf_start(struct perf *perf, const char *name, const char *const arguments[],
	       const char *folder);

/* Return when perf has done it, at once if none was started. -ETIMEDOUT after a minute without an
 * answer, else -errno. */
int perf_enable(struct perf *perf);
int perf_disable(struct perf *perf);

/* Ends perf, which has written its file then. 0 or -errno. */
int perf_finish(struct perf *perf);

/* Kills perf in any state, and frees what it owns. */
void perf_clear(struct perf *perf);

/* Parses what `perf stat -j` prints (a JSON object per line) into *counts: {"event": count or null,
 * ...}, a new reference. -EPROTO for anything else. */
int perf_parse(const char *text, json_t **counts);

#endif

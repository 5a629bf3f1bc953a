// SPDX-License-Identifier: GPL-2.0-or-later
// The threads: those that touch random pages and those that count.
#ifndef BM_THREADS_H
#define BM_THREADS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "options.h"

/* Two lines of 64 bytes: adjacent-line prefetch pairs them. */
#define COUNTER_SPACING 128

struct team;

struct faulter {
	_Alignas(COUNTER_SPACING) atomic_ulong accesses;
	uint64_t longest_ticks; /* longest time from the end of an access to the end of the next */
	struct team *team;
};

struct worker {
	unsigned long *counter;
	struct team *team;
};

struct team {
	atomic_int stop;
	bool publish; /* accesses can be read while the window is open */
	char *array;
	size_t pages;
	int faulting;
	int working;
	char *counters; /* the workers', together */
	struct faulter *faulters;
	struct worker *workers;
	pthread_t *threads; /* faulting ones first */
	pthread_barrier_t start;
};

struct tally {
	unsigned long work;
	unsigned long accesses; /* of a running team: 0 unless it publishes */
};

/*
 * Creates all threads; they wait until team_start(). Returns 0 or -errno with a line on stderr;
 * what was created until then is left to the end of the process, since a waiting thread holds on
 * to the team.
 */
int team_create(struct team *team, const struct options *options, char *array);

/* Lets all threads go. Returns at once, since the caller is the last at the barrier. */
void team_start(struct team *team);

/* Asks the threads to end. Does not wait: an access may be blocked in a page fault. */
void team_stop(struct team *team);

/* Waits for the threads' end, after which every count is final. Returns 0 or -errno with a line. */
int team_join(struct team *team);

/* Sums the counts; while the threads run each is read as it stands. */
struct tally team_tally(const struct team *team);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
// The threads: those that touch random pages and those that count.
#ifndef BM_THREADS_H
#define BM_THREADS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "latency.h"
#include "occupancy.h"
#include "options.h"

/* Two cache lines of 64 bytes, since adjacent-line prefetch loads them in pairs. */
#define COUNTER_SPACING 128

struct team;

struct faulter {
	_Alignas(COUNTER_SPACING) atomic_ulong accesses;
	uint64_t longest_ticks; /* longest time from the end of one access to the end of the next */
	struct latency *latency; /* NULL: not measured */
	int number;		 /* among all threads */
	struct team *team;
};

struct worker {
	unsigned long *counter;
	int number; /* among all threads */
	struct team *team;
};

struct team {
	atomic_int stop;
	bool pinned;  /* threads wait twice before they start */
	bool publish; /* accesses can be read while the window is open */
	uint64_t latency_scale;
	struct latency *latencies; /* of the faulting threads; NULL: not measured */
	char *array;
	size_t pages;
	int faulting;
	int working;
	char *counters; /* of all workers */
	struct faulter *faulters;
	struct worker *workers;
	pthread_t *threads; /* faulting ones first */
	pthread_barrier_t start;
	/* Written during the window, so it must not share a cache line with @stop. */
	_Alignas(COUNTER_SPACING) struct occupancy occupancy;
};

struct tally {
	unsigned long work;
	unsigned long accesses; /* of a running team: 0 unless it publishes */
};

/*
 * Creates all threads, which wait for team_start(). Returns 0 or -errno with a line on stderr. On
 * failure the threads that exist stay until the process ends, since they use the team.
 */
int team_create(struct team *team, const struct options *options, char *array);

/*
 * Moves each waiting thread to its vCPU: @pins has one for each, faulting threads first. NULL: the
 * kernel's scheduler places them. Returns 0 or -errno with a line on stderr.
 */
int team_pin(struct team *team, const int *pins);

/*
 * Makes the threads measure what @options say, which may have changed since team_create(). Returns
 * 0 or -errno with a line on stderr.
 */
int team_observe(struct team *team, const struct options *options);

/* Starts all threads at once. */
void team_start(struct team *team);

/* Asks the threads to end. Does not wait: an access may be blocked in a page fault. */
void team_stop(struct team *team);

/*
 * Waits until the threads have ended; then all counts are final. Returns 0 or -errno with a line
 * on stderr.
 */
int team_join(struct team *team);

/* Sums the counts; may be called while the threads run. */
struct tally team_tally(const struct team *team);

#endif

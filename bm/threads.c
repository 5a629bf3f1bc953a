// SPDX-License-Identifier: GPL-2.0-or-later
// The threads: those that touch random pages and those that count.
#include "threads.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "error.h"

/*
 * An access that took longer was a page fault, or the thread was interrupted. To look at the time
 * of the last sample only then costs faster accesses two instructions, which is what shows when
 * all memory is resident.
 */
#define SLOW_TICKS 4096

static bool team_stopped(const struct team *team)
{
	return atomic_load_explicit(&team->stop, memory_order_relaxed);
}

/*
 * The reference's access pattern: all faulting threads draw from the one sequence of random().
 * Its lock is taken inside random() and is not held during an access, so a thread that blocks in
 * a page fault does not hold up the others.
 *
 * Counting costs one read of the time-stamp counter and a few register instructions per access.
 * Publishing adds a store to a cache line that no other thread writes; the line leaves this CPU's
 * cache once for each sample that the main thread takes. See occupancy.c for what sampling costs.
 * Measuring each access by itself, without random(), takes some 20 instructions more.
 */
static inline __attribute__((always_inline)) void faulter_loop(struct faulter *self, bool publish,
							       bool measure)
{
	struct team *team = self->team;
	volatile char *array = team->array;
	const size_t pages = team->pages;
	unsigned long accesses = 0;
	uint64_t last = clock_ticks();
	int64_t longest = 0;

	while (!team_stopped(team)) {
		size_t page = (size_t)random() % pages;
		uint64_t begin, now;
		int64_t passed;

		if (measure) {
			/* The division comes first. */
			__asm__ volatile("" : "+r"(page));
			begin = clock_ticks();
		}
		array[page << PAGE_SHIFT] = 10;
		now = clock_ticks();
		if (measure)
			latency_count(self->latency, latency_ns(begin, now, team->latency_scale));
		passed = (int64_t)(now - last);
		if (passed > longest)
			longest = passed;
		last = now;
		accesses++;
		if (publish)
			atomic_store_explicit(&self->accesses, accesses, memory_order_relaxed);
		if (passed > SLOW_TICKS && occupancy_is_due(&team->occupancy, now))
			occupancy_try(&team->occupancy, now);
	}
	atomic_store_explicit(&self->accesses, accesses, memory_order_relaxed);
	self->longest_ticks = (uint64_t)longest;
}

static void team_wait(struct team *team)
{
	int error = pthread_barrier_wait(&team->start);

	/* A valid barrier cannot fail, and to go on alone would measure something else. */
	if (error && error != PTHREAD_BARRIER_SERIAL_THREAD)
		abort();
}

/* A thread that was pinned while it slept is on its vCPU from its next instruction on: so that the
 * window does not begin with that, it wakes up once before. */
static void team_wait_to_start(struct team *team)
{
	team_wait(team);
	if (team->pinned)
		team_wait(team);
}

static void *faulter_main(void *arg)
{
	struct faulter *self = arg;

	occupancy_enter(&self->team->occupancy, self->number);
	team_wait_to_start(self->team);
	/* Copies of the loop, so that the plain one has no store, no histogram and no test. */
	if (self->latency)
		faulter_loop(self, true, true);
	else if (self->team->publish)
		faulter_loop(self, true, false);
	else
		faulter_loop(self, false, false);
	return NULL;
}

static void *worker_main(void *arg)
{
	const struct worker *self = arg;
	const struct team *team = self->team;
	unsigned long *counter = self->counter;

	occupancy_enter(&self->team->occupancy, self->number);
	team_wait_to_start(self->team);
	while (!team_stopped(team)) {
		(*counter)++;
		/*
		 * The count must be in memory after every round: a counter in a register would
		 * neither share cache lines nor touch a page. Unlike a volatile counter, this
		 * lets the compiler add to memory in a single instruction.
		 */
		__asm__ volatile("" : "+m"(*counter));
	}
	return NULL;
}

/*
 * Returns zeroed memory, aligned so that the state of the heap does not decide which counters
 * share a cache line; NULL if there is none. One spare element, since @count may be 0.
 */
static void *aligned_create(size_t count, size_t size)
{
	void *area;

	if (posix_memalign(&area, COUNTER_SPACING, count * size + COUNTER_SPACING))
		return NULL;
	return memset(area, 0, count * size + COUNTER_SPACING);
}

static int members_create(struct team *team, enum layout layout)
{
	size_t spacing = layout == LAYOUT_PADDED ? COUNTER_SPACING : sizeof(unsigned long);
	size_t threads = (size_t)team->faulting + (size_t)team->working;

	team->counters = aligned_create((size_t)team->working, spacing);
	team->faulters = aligned_create((size_t)team->faulting, sizeof(*team->faulters));
	team->workers = calloc((size_t)team->working + 1, sizeof(*team->workers));
	team->threads = calloc(threads, sizeof(*team->threads));
	if (!team->counters || !team->faulters || !team->workers || !team->threads)
		return -ENOMEM;
	for (int i = 0; i < team->faulting; i++) {
		team->faulters[i].team = team;
		team->faulters[i].number = i;
	}
	for (int i = 0; i < team->working; i++) {
		team->workers[i].team = team;
		team->workers[i].number = team->faulting + i;
		team->workers[i].counter = (unsigned long *)(team->counters + (size_t)i * spacing);
	}
	return occupancy_create(&team->occupancy, team->faulting, team->working);
}

/* Returns 0 or a positive errno. */
static int thread_create(struct team *team, int number)
{
	pthread_t *thread = &team->threads[number];

	if (number < team->faulting)
		return pthread_create(thread, NULL, faulter_main, &team->faulters[number]);
	return pthread_create(thread, NULL, worker_main, &team->workers[number - team->faulting]);
}

static int threads_create(struct team *team)
{
	int threads = team->faulting + team->working;

	for (int i = 0; i < threads; i++) {
		int error = thread_create(team, i);

		if (error) {
			error_print_errno(error, "cannot create thread %d of %d", i + 1, threads);
			return -error;
		}
	}
	return 0;
}

/* Returns 0 or a positive errno. */
static int thread_pin(pthread_t thread, int vcpu)
{
	size_t bytes = CPU_ALLOC_SIZE(vcpu + 1);
	cpu_set_t *set = CPU_ALLOC(vcpu + 1);
	int error;

	if (!set)
		return ENOMEM;
	CPU_ZERO_S(bytes, set);
	CPU_SET_S((size_t)vcpu, bytes, set);
	error = pthread_setaffinity_np(thread, bytes, set);
	CPU_FREE(set);
	return error;
}

int team_create(struct team *team, const struct options *options, char *array)
{
	int error;

	*team = (struct team){
		.array = array,
		.pages = options->memory >> PAGE_SHIFT,
		.faulting = options->faulting,
		.working = options->working,
	};
	error = members_create(team, options->layout);
	if (error) {
		error_print_errno(-error, "cannot allocate the counters");
		return error;
	}
	error = pthread_barrier_init(&team->start, NULL,
				     (unsigned int)(team->faulting + team->working + 1));
	if (error) {
		error_print_errno(error, "cannot create the threads' barrier");
		return -error;
	}
	return threads_create(team);
}

int team_pin(struct team *team, const int *pins)
{
	int threads = team->faulting + team->working;

	if (!pins)
		return 0;
	for (int i = 0; i < threads; i++) {
		int error = thread_pin(team->threads[i], pins[i]);

		if (error) {
			error_print_errno(error, "cannot pin thread %d of %d to vCPU %d", i + 1,
					  threads, pins[i]);
			return -error;
		}
	}
	team->pinned = true;
	team_wait(team);
	return 0;
}

int team_observe(struct team *team, const struct options *options)
{
	team->publish = options->interval_ns != 0;
	if (!options->latency)
		return 0;
	team->latencies = aligned_create((size_t)team->faulting, sizeof(*team->latencies));
	if (!team->latencies) {
		error_print_errno(ENOMEM, "--latency: cannot allocate the counts");
		return -ENOMEM;
	}
	team->latency_scale = latency_scale(clock_measure());
	for (int i = 0; i < team->faulting; i++)
		team->faulters[i].latency = &team->latencies[i];
	return 0;
}

void team_start(struct team *team)
{
	team_wait(team);
}

void team_stop(struct team *team)
{
	atomic_store_explicit(&team->stop, 1, memory_order_relaxed);
}

int team_join(struct team *team)
{
	for (int i = 0; i < team->faulting + team->working; i++) {
		int error = pthread_join(team->threads[i], NULL);

		if (error) {
			error_print_errno(error, "cannot wait for thread %d", i + 1);
			return -error;
		}
	}
	return 0;
}

struct tally team_tally(const struct team *team)
{
	struct tally tally = { 0 };

	for (int i = 0; i < team->working; i++)
		tally.work += __atomic_load_n(team->workers[i].counter, __ATOMIC_RELAXED);
	for (int i = 0; i < team->faulting; i++)
		tally.accesses +=
			atomic_load_explicit(&team->faulters[i].accesses, memory_order_relaxed);
	return tally;
}

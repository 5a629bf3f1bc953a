// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Takes a known share of the time of each CPU, PERCENT (of the compiler's command line), until it
 * is killed: what `apfbench selftest` must then find missing. It goes before all ordinary threads,
 * so that nothing else makes up for it.
 */
#ifndef PERCENT
#define PERCENT 2 /* for tools that only read the code */
#endif

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Long against what a switch of threads costs (some 0.4 ms on a simulated host), which is not
 * counted. Windows are a multiple of it, so each has the same share stolen. */
#define PERIOD_NS 1000000000L

static struct timespec time_after(struct timespec time, long ns)
{
	time.tv_nsec += ns;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

static int is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* Counted from when the thread has the CPU: a timer may come late. */
static void steal(void)
{
	struct timespec now, end;

	clock_gettime(CLOCK_MONOTONIC, &now);
	end = time_after(now, PERIOD_NS / 100 * PERCENT);
	while (is_before(&now, &end))
		clock_gettime(CLOCK_MONOTONIC, &now);
}

/* Begins at once, so that a window finds whole periods, wherever in one it begins. */
static void *thread_run(void *data)
{
	struct timespec next;

	(void)data;
	clock_gettime(CLOCK_MONOTONIC, &next);
	for (;;) {
		steal();
		next = time_after(next, PERIOD_NS);
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL) == EINTR)
			;
	}
	return NULL;
}

static void die(const char *what, int errnum)
{
	fprintf(stderr, "thief: %s: %s\n", what, strerror(errnum));
	exit(1);
}

static void thread_start(int cpu)
{
	const struct sched_param priority = { .sched_priority = 1 };
	pthread_attr_t attributes;
	pthread_t thread;
	cpu_set_t cpus;
	int err;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	pthread_attr_init(&attributes);
	pthread_attr_setaffinity_np(&attributes, sizeof(cpus), &cpus);
	pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
	pthread_attr_setschedparam(&attributes, &priority);
	err = pthread_create(&thread, &attributes, thread_run, NULL);
	if (err)
		die("pthread_create", err);
	pthread_attr_destroy(&attributes);
}

int main(void)
{
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus))
		die("sched_getaffinity", errno);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &cpus))
			thread_start(cpu);
	for (;;)
		pause();
}

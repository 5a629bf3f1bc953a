// SPDX-License-Identifier: GPL-2.0-or-later
// The two clocks: nanoseconds for the main thread, ticks for threads that read one per access.
#include "clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

/* A reading is exact to some 100 ns: the rate to 1/100 000. */
#define MEASURED_NS UINT64_C(10000000)
#define READINGS    8

uint64_t clock_now(void)
{
	struct timespec now;

	/* Every Linux has this clock: an error means broken memory or a broken kernel. */
	if (clock_gettime(CLOCK_MONOTONIC, &now))
		abort();
	return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

int clock_sleep_until(uint64_t deadline)
{
	const struct timespec until = {
		.tv_sec = (time_t)(deadline / NS_PER_SECOND),
		.tv_nsec = (long)(deadline % NS_PER_SECOND),
	};
	int error;

	do {
		error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	} while (error == EINTR);
	return -error;
}

/*
 * Both clocks at the same time. Of some readings the one that took least: the others were
 * interrupted.
 */
static struct clock_rate clock_read(void)
{
	struct clock_rate best = { 0 };
	uint64_t shortest = UINT64_MAX;

	for (int i = 0; i < READINGS; i++) {
		uint64_t before = clock_ticks(), ns = clock_now(), took = clock_ticks() - before;

		if (took >= shortest)
			continue;
		shortest = took;
		best = (struct clock_rate){ ns, before + took / 2 };
	}
	return best;
}

struct clock_rate clock_measure(void)
{
	const struct clock_rate begin = clock_read();
	struct clock_rate end;

	do
		end = clock_read();
	while (end.ns - begin.ns < MEASURED_NS);
	return (struct clock_rate){ end.ns - begin.ns, end.ticks - begin.ticks };
}

uint64_t clock_ticks_to_ns(uint64_t ticks, struct clock_rate rate)
{
	if (!rate.ticks)
		return 0;
	return (uint64_t)((double)ticks * (double)rate.ns / (double)rate.ticks);
}

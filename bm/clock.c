// SPDX-License-Identifier: GPL-2.0-or-later
// The two clocks: nanoseconds for the main thread, ticks for threads that read one per access.
#include "clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

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

uint64_t clock_ticks_to_ns(uint64_t ticks, struct clock_rate rate)
{
	if (!rate.ticks)
		return 0;
	return (uint64_t)((double)ticks * (double)rate.ns / (double)rate.ticks);
}

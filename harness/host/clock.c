// SPDX-License-Identifier: GPL-2.0-or-later
/* The host's time. */
#include "host/clock.h"

#include <limits.h>
#include <time.h>

uint64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * CLOCK_SECOND + (uint64_t)now.tv_nsec;
}

int clock_left_ms(uint64_t deadline)
{
	uint64_t now = clock_now(), left;

	if (now >= deadline)
		return 0;
	left = (deadline - now + 999999) / 1000000;
	return left > INT_MAX ? INT_MAX : (int)left;
}

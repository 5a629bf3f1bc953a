// SPDX-License-Identifier: GPL-2.0-or-later
/* The host's time: virtual in the simulated host, so that it is a function of the inputs. */
#ifndef HOST_CLOCK_H
#define HOST_CLOCK_H

#include <stdint.h>

#define CLOCK_SECOND UINT64_C(1000000000)

/* Nanoseconds since the host's boot (CLOCK_MONOTONIC). */
uint64_t clock_now(void);

/* Milliseconds until the deadline (a clock_now()), rounded up, for poll(2); 0 when it has passed.
 */
int clock_left_ms(uint64_t deadline);

#endif

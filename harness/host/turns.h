// SPDX-License-Identifier: GPL-2.0-or-later
/* How often the simulated host's CPUs take turns at least. */
#ifndef HOST_TURNS_H
#define HOST_TURNS_H

#include <stdint.h>

/*
 * Under icount one thread of QEMU runs all CPUs in turn, each for its part of the time to the
 * machine's next timer (QEMU 10.0: accel/tcg/icount-common.c, icount_percpu_budget()), which is up
 * to a tick of 4 ms away. A CPU that is sent an interrupt by another sees it at its next turn: a
 * thread that is woken on another CPU would wait for milliseconds, which real CPUs do in
 * microseconds. A timer that ends often bounds that. The one for it is the RTC's periodic one: the
 * host's kernel has no driver for the RTC, so its interrupt is masked and costs the host nothing.
 */

/* Starts the timer: hertz times a second, a power of two from 2 to 8192; 0 does nothing. 0, or
 * -errno. */
int turns_start(uint64_t hertz);
/* Stops it: then the CPUs' sleep is one step of the clock again. Best effort. */
void turns_stop(void);

#endif

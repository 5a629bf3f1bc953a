// SPDX-License-Identifier: GPL-2.0-or-later
// The two clocks: nanoseconds for the main thread, ticks for threads that read one per access.
#ifndef BM_CLOCK_H
#define BM_CLOCK_H

#include <stdint.h>

#define NS_PER_SECOND UINT64_C(1000000000)

/* CLOCK_MONOTONIC in nanoseconds. */
uint64_t clock_now(void);

/* Sleeps until CLOCK_MONOTONIC shows @deadline (ns). Returns 0 or -errno, never -EINTR. */
int clock_sleep_until(uint64_t deadline);

/*
 * In a guest whose clock source has no vDSO, each clock_gettime() is a system call; the time-stamp
 * counter costs one instruction that KVM does not intercept. Its rate is not known here: see
 * struct clock_rate. Counters of different CPUs may be some ticks apart, so the difference of two
 * readings can be negative after a migration.
 */
static inline uint64_t clock_ticks(void)
{
#if defined(__x86_64__) || defined(__i386__)
	return __builtin_ia32_rdtsc();
#else
	return clock_now();
#endif
}

/* How far both clocks went in the same time. */
struct clock_rate {
	uint64_t ns;
	uint64_t ticks;
};

/* Measures the rate for some milliseconds, in which this thread spins. */
struct clock_rate clock_measure(void);

/* Converts @ticks to nanoseconds; 0 if the rate is not known. */
uint64_t clock_ticks_to_ns(uint64_t ticks, struct clock_rate rate);

#endif

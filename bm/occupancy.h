// SPDX-License-Identifier: GPL-2.0-or-later
// Which vCPU each thread was on, by sampling.
#ifndef BM_OCCUPANCY_H
#define BM_OCCUPANCY_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A sample charges the time since the sample before it to the vCPUs where the threads are now. It
 * makes no system call: the kernel keeps a thread's vCPU in the thread's own memory (rseq), where
 * all threads of the process can read it. A thread that waits is on the vCPU where it last ran.
 */
struct occupancy {
	pthread_mutex_t lock;  /* held while a sample is taken, and for good from the end */
	_Atomic uint64_t last; /* clock_ticks() of the last sample, or of the window's start */
	uint64_t period;       /* ticks between two samples of the faulting threads, at least */
	int threads;	       /* faulting ones first */
	int faulting;
	int vcpus;			  /* numbers from here on are not counted */
	const volatile uint32_t **places; /* by thread: where the kernel writes its vCPU */
	uint32_t *seen;			  /* by thread: its vCPU in the sample that is taken */
	unsigned int *crowd;		  /* by vCPU: threads on it in that sample */
	uint64_t samples;
	uint64_t *ticks; /* by thread, then by vCPU */
	uint64_t *fair;	 /* by working thread: its ticks if threads share a vCPU equally */
};

/*
 * Makes room for so many threads. Returns 0 or -ENOMEM; @occupancy is never freed, it lives as
 * long as the process.
 */
int occupancy_create(struct occupancy *occupancy, int faulting, int working);

/* False if the kernel or the C library does not say where threads are: then nothing is sampled. */
bool occupancy_is_known(void);

/* To be called by each thread itself, before the window. */
void occupancy_enter(struct occupancy *occupancy, int thread);

/* The window begins at @now (clock_ticks()). */
void occupancy_begin(struct occupancy *occupancy, uint64_t now);

/* True if it is time for a faulting thread to take a sample. */
static inline bool occupancy_is_due(struct occupancy *occupancy, uint64_t now)
{
	uint64_t last = atomic_load_explicit(&occupancy->last, memory_order_relaxed);

	return (int64_t)(now - last) >= (int64_t)occupancy->period;
}

/* Takes a sample at @now, unless another thread is just doing it. Never waits. */
void occupancy_try(struct occupancy *occupancy, uint64_t now);

/*
 * Takes a sample at @now and copies the ticks by thread and vCPU to @ticks. May wait for another
 * thread's sample.
 */
void occupancy_copy(struct occupancy *occupancy, uint64_t now, uint64_t *ticks);

/*
 * Takes the last sample, at the window's end @now. Afterwards no thread looks at another one, so
 * that they may be joined. May wait for another thread's sample.
 */
void occupancy_end(struct occupancy *occupancy, uint64_t now);

/* Number of ticks by thread and vCPU. */
size_t occupancy_cells(const struct occupancy *occupancy);

#endif

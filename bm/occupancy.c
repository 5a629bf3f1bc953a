// SPDX-License-Identifier: GPL-2.0-or-later
// Which vCPU each thread was on, by sampling.
#include "occupancy.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>

/* glibc registers rseq from 2.35 on. */
#if __has_include(<sys/rseq.h>)
#include <sys/rseq.h>
#endif

/*
 * A sample costs about 40 instructions per thread. Spacing samples by 2^20 ticks per thread keeps
 * this below 0.01 % of one vCPU, however fast the accesses are and however many threads there are.
 */
#define PERIOD_SHIFT 20

bool occupancy_is_known(void)
{
#ifdef RSEQ_SIG
	return __rseq_size != 0;
#else
	return false;
#endif
}

int occupancy_create(struct occupancy *occupancy, int faulting, int working)
{
	size_t threads = (size_t)faulting + (size_t)working;

	*occupancy = (struct occupancy){
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.period = INT64_MAX,
		.threads = faulting + working,
		.faulting = faulting,
	};
	if (!occupancy_is_known())
		return 0;
	occupancy->period = (uint64_t)threads << PERIOD_SHIFT;
	occupancy->vcpus = get_nprocs_conf();
	occupancy->places = calloc(threads, sizeof(*occupancy->places));
	occupancy->seen = calloc(threads, sizeof(*occupancy->seen));
	occupancy->crowd = calloc((size_t)occupancy->vcpus, sizeof(*occupancy->crowd));
	occupancy->ticks = calloc(occupancy_cells(occupancy), sizeof(*occupancy->ticks));
	occupancy->fair = calloc((size_t)working + 1, sizeof(*occupancy->fair));
	if (!occupancy->places || !occupancy->seen || !occupancy->crowd || !occupancy->ticks ||
	    !occupancy->fair)
		return -ENOMEM;
	return 0;
}

void occupancy_enter(struct occupancy *occupancy, int thread)
{
#ifdef RSEQ_SIG
	const char *area = (const char *)__builtin_thread_pointer() + __rseq_offset;

	if (occupancy->places)
		occupancy->places[thread] = &((const struct rseq *)area)->cpu_id;
#else
	(void)occupancy;
	(void)thread;
#endif
}

void occupancy_begin(struct occupancy *occupancy, uint64_t now)
{
	atomic_store_explicit(&occupancy->last, now, memory_order_relaxed);
}

/* The caller holds the lock. */
static void sample_take(struct occupancy *occupancy, uint64_t now)
{
	uint64_t passed = now - atomic_load_explicit(&occupancy->last, memory_order_relaxed);
	uint32_t vcpus = (uint32_t)occupancy->vcpus;

	/* Clocks of two vCPUs may be some ticks apart. */
	if (!occupancy->places || (int64_t)passed <= 0)
		return;
	atomic_store_explicit(&occupancy->last, now, memory_order_relaxed);
	occupancy->samples++;
	memset(occupancy->crowd, 0, vcpus * sizeof(*occupancy->crowd));
	for (int i = 0; i < occupancy->threads; i++) {
		uint32_t vcpu = *occupancy->places[i];

		occupancy->seen[i] = vcpu;
		if (vcpu >= vcpus)
			continue;
		occupancy->ticks[(size_t)i * vcpus + vcpu] += passed;
		occupancy->crowd[vcpu]++;
	}
	for (int i = occupancy->faulting; i < occupancy->threads; i++) {
		uint32_t vcpu = occupancy->seen[i];

		if (vcpu < vcpus)
			occupancy->fair[i - occupancy->faulting] += passed / occupancy->crowd[vcpu];
	}
}

void occupancy_try(struct occupancy *occupancy, uint64_t now)
{
	if (pthread_mutex_trylock(&occupancy->lock))
		return;
	sample_take(occupancy, now);
	pthread_mutex_unlock(&occupancy->lock);
}

void occupancy_copy(struct occupancy *occupancy, uint64_t now, uint64_t *ticks)
{
	pthread_mutex_lock(&occupancy->lock);
	sample_take(occupancy, now);
	memcpy(ticks, occupancy->ticks, occupancy_cells(occupancy) * sizeof(*ticks));
	pthread_mutex_unlock(&occupancy->lock);
}

void occupancy_end(struct occupancy *occupancy, uint64_t now)
{
	pthread_mutex_lock(&occupancy->lock);
	sample_take(occupancy, now);
}

size_t occupancy_cells(const struct occupancy *occupancy)
{
	return (size_t)occupancy->threads * (size_t)occupancy->vcpus;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The cost of a simulated host: memory, and the CPU time after which it must be hung. */
#include "testbed/sim_cost.h"

#include "workload/workload.h"

#include <math.h>

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

/* Bytes that the workload fills before its window; all that its guest has if it does not say. */
static uint64_t touched(const struct settings *settings)
{
	const uint64_t memory = workload_memory(workload_find(settings->workload), settings);

	return memory ? memory : settings->guest_memory;
}

/*
 * QEMU's memory: pages that the host has used once (they are never given back), and its code cache.
 * The guest's pages are in the container or in null_blk; a page that is swapped in keeps its place
 * on the device, so about half a container of pages exists twice. Measured peaks with an image of
 * 113 MiB: 2016 MiB with an array of 1024 and a container of 512 MiB (2204 here), 921 MiB with 256
 * and 160 MiB (1260 here).
 */
uint64_t sim_memory(const struct settings *settings, uint64_t image)
{
	const uint64_t guest_kernel = 128 * MIB, rest = 570 * MIB;
	const uint64_t guest = touched(settings) + guest_kernel;
	const uint64_t twice = MIN(settings->container, guest) / 2; /* no container: 0 */

	/* The memory of a payload is unknown. */
	if (!settings_have_guest(settings))
		return settings->host_memory + rest;
	return MIN(guest + twice + 2 * image, settings->host_memory) + rest;
}

/*
 * With the published sizes and shift 1, preparing (1 GiB array) took 52 to 97 CPU seconds and a run
 * of 60 s at most 99, on two machines. A host that is silent for nine times as long is not slow: it
 * spins.
 */
uint64_t sim_prepare_patience(const struct settings *settings)
{
	const double gib = (double)touched(settings) / (double)GIB;

	return (uint64_t)(300 + 600 * gib);
}

uint64_t sim_run_patience(const struct settings *settings)
{
	const double giga_instructions =
		(double)settings->seconds / exp2((double)settings->icount_shift);

	return (uint64_t)(300 + 20 * giga_instructions);
}

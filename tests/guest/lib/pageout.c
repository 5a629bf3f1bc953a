// SPDX-License-Identifier: GPL-2.0-or-later
/* Gets memory out to the swap device, and out of the swap cache. */
#include "pageout.h"

#include "proc.h"
#include "tap.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE	 4096
#define PATIENCE 200 /* rounds; one or two are the rule */

static unsigned char *residency(void *memory, size_t bytes)
{
	unsigned char *map = calloc(1, bytes / PAGE);

	/* Tells of the swap cache as well, which /proc/self/pagemap does not. */
	if (mincore(memory, bytes, map) < 0)
		tap_fail("mincore: %s", strerror(errno));
	return map;
}

size_t pageout_count_resident(void *memory, size_t bytes)
{
	unsigned char *map = residency(memory, bytes);
	size_t count = 0;

	for (size_t i = 0; i < bytes / PAGE; i++)
		count += map[i] & 1;
	free(map);
	return count;
}

/*
 * A page that was just written is in the swap cache until somebody reclaims it
 * again, and for that it has to be mapped: read it, which finds it there.
 */
static void touch_cached(void *memory, size_t bytes)
{
	unsigned char *map = residency(memory, bytes);

	for (size_t i = 0; i < bytes / PAGE; i++)
		if (map[i] & 1)
			*(volatile uint8_t *)((uint8_t *)memory + i * PAGE);
	free(map);
}

void pageout_try(void *memory, size_t bytes)
{
	if (madvise(memory, bytes, MADV_PAGEOUT) < 0)
		tap_fail("MADV_PAGEOUT: %s", strerror(errno));
}

/* A page that is new waits in a list of the CPU that made it, which only that
 * CPU empties. */
static void pageout_everywhere(void *memory, size_t bytes)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	for (long i = 0; i < cpus; i++) {
		cpu_set_t set;

		CPU_ZERO(&set);
		CPU_SET((size_t)i, &set);
		sched_setaffinity(0, sizeof(set), &set);
		pageout_try(memory, bytes);
	}
}

void pageout(void *memory, size_t bytes)
{
	proc_write("/proc/sys/vm/page-cluster", "0");
	for (int i = 0; i < PATIENCE; i++) {
		pageout_everywhere(memory, bytes);
		if (!pageout_count_resident(memory, bytes))
			return;
		usleep(1000);
		touch_cached(memory, bytes);
	}
	tap_fail("%zu pages do not go to the swap device", pageout_count_resident(memory, bytes));
}

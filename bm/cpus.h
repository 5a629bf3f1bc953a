// SPDX-License-Identifier: GPL-2.0-or-later
// What each CPU did, as the kernel accounts it in /proc/stat: at the clock's tick, so in steps.
#ifndef BM_CPUS_H
#define BM_CPUS_H

#include <stddef.h>
#include <stdint.h>

enum cpu_part {
	CPU_USER,
	CPU_SYSTEM,
	CPU_IRQ,
	CPU_IDLE,
	CPU_STEAL,
	CPU_PARTS
};

struct cpu_times {
	uint64_t ns[CPU_PARTS]; /* since the kernel's start; CPUs that are offline have 0 */
};

struct cpus {
	int stat; /* descriptor of /proc/stat */
	int count;
	char *text;
	size_t size; /* of @text */
	struct cpu_times *before, *after;
};

/*
 * Opens the file and makes room, so that reading takes no page fault. Returns 0 or -errno with a
 * line on stderr; @cpus is never freed, it lives as long as the process.
 */
int cpus_prepare(struct cpus *cpus);

/* Reads all CPUs' times into @times, one of the two in @cpus. Returns as cpus_prepare(). */
int cpus_read(struct cpus *cpus, struct cpu_times *times);

/* The part's growth on that CPU, ns. */
uint64_t cpus_growth(const struct cpus *cpus, int cpu, enum cpu_part part);

#endif

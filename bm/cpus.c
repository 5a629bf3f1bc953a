// SPDX-License-Identifier: GPL-2.0-or-later
// What each CPU did, as the kernel accounts it in /proc/stat.
#include "cpus.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "clock.h"
#include "error.h"
#include "number.h"

#define STAT "/proc/stat"

/* A line has a name and ten numbers of at most 20 digits; the first is the sum over all CPUs. */
#define LINE_MAX_BYTES 256

/* The numbers of a line in their order. Guests' time, behind these, is in user's already. */
static const enum cpu_part columns[] = {
	CPU_USER, CPU_USER /* nice */,	 CPU_SYSTEM, CPU_IDLE, CPU_IDLE /* iowait */,
	CPU_IRQ,  CPU_IRQ /* softirq */, CPU_STEAL,
};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static int failed(int error)
{
	error_print_errno(error, "cannot read " STAT);
	return -error;
}

int cpus_prepare(struct cpus *cpus)
{
	*cpus = (struct cpus){ .count = get_nprocs_conf() };
	cpus->size = ((size_t)cpus->count + 1) * LINE_MAX_BYTES;
	cpus->text = malloc(cpus->size);
	cpus->before = calloc((size_t)cpus->count, sizeof(*cpus->before));
	cpus->after = calloc((size_t)cpus->count, sizeof(*cpus->after));
	if (!cpus->text || !cpus->before || !cpus->after)
		return failed(ENOMEM);
	cpus->stat = open(STAT, O_RDONLY | O_CLOEXEC);
	if (cpus->stat < 0)
		return failed(errno);
	/* All memory is touched here. */
	return cpus_read(cpus, cpus->after);
}

/* @line is behind "cpu" and has a number there. Returns 0 or -EPROTO. */
static int line_take(struct cpus *cpus, const char *line, struct cpu_times *times, uint64_t unit)
{
	uint64_t cpu, value;

	if (digits_scan(&line, &cpu) || cpu >= (uint64_t)cpus->count)
		return -EPROTO;
	for (size_t i = 0; i < COLUMNS; i++) {
		if (*line++ != ' ' || digits_scan(&line, &value))
			return -EPROTO;
		times[cpu].ns[columns[i]] += value * unit;
	}
	return 0;
}

int cpus_read(struct cpus *cpus, struct cpu_times *times)
{
	const uint64_t unit = NS_PER_SECOND / (uint64_t)sysconf(_SC_CLK_TCK);
	ssize_t length = pread(cpus->stat, cpus->text, cpus->size - 1, 0);
	char *line = cpus->text, *end;

	if (length < 0)
		return failed(errno);
	cpus->text[length] = '\0';
	memset(times, 0, (size_t)cpus->count * sizeof(*times));
	for (; !strncmp(line, "cpu", 3) && (end = strchr(line, '\n')); line = end + 1)
		if (line[3] != ' ' && line_take(cpus, line + 3, times, unit))
			return failed(EPROTO);
	return 0;
}

uint64_t cpus_growth(const struct cpus *cpus, int cpu, enum cpu_part part)
{
	uint64_t before = cpus->before[cpu].ns[part], after = cpus->after[cpu].ns[part];

	/* idle and iowait can go backwards: proc(5) */
	return after > before ? after - before : 0;
}

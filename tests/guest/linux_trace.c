// SPDX-License-Identifier: GPL-2.0-or-later
/* What the host's KVM does for its guests, by its tracepoints. */
#include "linux_trace.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/tap.h"
#include "linux_file.h"

#define TRACING	   "/sys/kernel/tracing"
#define EVENTS	   TRACING "/events/kvm"
#define MSR	   "4b564d02"
#define AT(member) offsetof(struct trace_counts, member)

static const char *const events[] = {
	"kvm_try_async_get_page", "kvm_async_pf_repeated_fault", "kvm_async_pf_not_present",
	"kvm_async_pf_completed", "kvm_async_pf_ready",
};

/* Buffers of their own, of which only the number of entries is looked at. */
static const struct counter {
	const char *name, *event, *filter;
	size_t offset; /* in struct trace_counts */
} counters[] = {
	{ "halted", "kvm_async_pf_not_present", "event == 0", AT(halted) },
	{ "reported", "kvm_async_pf_not_present", "event == 1", AT(reported) },
	{ "ready", "kvm_async_pf_ready", "event == 1 && token != 0xffffffff", AT(ready) },
	{ "completed", "kvm_async_pf_completed", NULL, AT(completed) },
};

#define COUNTERS (sizeof(counters) / sizeof(counters[0]))

static bool event_set(const char *event, bool on)
{
	char path[FILE_PATH];

	snprintf(path, sizeof(path), EVENTS "/%s/enable", event);
	return file_put(path, "%d", on);
}

/* To open it for writing, and to cut it off, empties it. */
static void trace_empty(const char *path)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
}

/* A host that tells guests nothing has no such field to filter by: there all vCPUs halt. */
static void counter_start(const struct counter *counter)
{
	char folder[FILE_PATH], path[FILE_PATH + 128];
	bool on;

	snprintf(folder, sizeof(folder), TRACING "/instances/%s", counter->name);
	mkdir(folder, 0755);
	snprintf(path, sizeof(path), "%s/events/kvm/%s/filter", folder, counter->event);
	on = !counter->filter || file_put(path, "%s", counter->filter) || counter == counters;
	snprintf(path, sizeof(path), "%s/events/kvm/%s/enable", folder, counter->event);
	file_put(path, "%d", on);
	snprintf(path, sizeof(path), "%s/trace", folder);
	trace_empty(path);
}

static void counter_stop(const struct counter *counter)
{
	char path[FILE_PATH];

	snprintf(path, sizeof(path), TRACING "/instances/%s", counter->name);
	rmdir(path);
}

bool trace_start(void)
{
	bool good = true;

	file_put(TRACING "/tracing_on", "0");
	file_put(TRACING "/buffer_size_kb", "16384");
	trace_empty(TRACING "/trace");
	for (size_t i = 0; i < COUNTERS; i++)
		counter_start(&counters[i]);
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		good &= event_set(events[i], true);
	file_put(EVENTS "/kvm_msr/filter", "ecx == 0x" MSR);
	event_set("kvm_msr", true);
	file_put(TRACING "/tracing_on", "1");
	return good;
}

void trace_nested(bool on)
{
	/* #PF */
	file_put(EVENTS "/kvm_nested_vmexit_inject/filter", "exit_code == 0x4e");
	event_set("kvm_nested_vmexit_inject", on);
}

/* The event comes right behind the word that there is one. */
static bool token_is_last(const char *line)
{
	static unsigned long last;
	const char *token = strstr(line, "token 0x"), *info = strstr(line, "ext_inf2: 0x");

	if (token)
		last = strtoul(token + 6, NULL, 16);
	return info && last && strtoul(info + 10, NULL, 16) == last;
}

static void msr_count(struct trace_counts *counts, const char *line)
{
	const char *value = strstr(line, "msr_write " MSR " = 0x");

	if (!value)
		return;
	counts->msr_last = strtoull(strchr(value, '=') + 2, NULL, 16);
	counts->msr_writes++;
	counts->msr_enabled += counts->msr_last & 1;
	counts->msr_kernel += (counts->msr_last & 3) == 3;
}

static void line_count(struct trace_counts *counts, const char *line)
{
	bool event = strstr(line, " event");

	counts->nested += token_is_last(line);
	if (strstr(line, "kvm_try_async_get_page:"))
		counts->tried++;
	else if (strstr(line, "kvm_async_pf_not_present:"))
		*(event ? &counts->reported : &counts->halted) += 1;
	else if (strstr(line, "kvm_async_pf_completed:"))
		counts->completed++;
	else if (strstr(line, "kvm_async_pf_ready:") && strstr(line, "token 0xffffffff"))
		counts->broadcasts++;
	else if (strstr(line, "kvm_async_pf_ready:"))
		counts->ready += event;
	else
		msr_count(counts, line);
}

void trace_read(struct trace_counts *counts)
{
	FILE *file = fopen(TRACING "/trace", "re");
	char line[512];

	memset(counts, 0, sizeof(*counts));
	while (file && fgets(line, sizeof(line), file))
		if (line[0] != '#')
			line_count(counts, line);
	if (file)
		fclose(file);
}

static unsigned int counter_read(const struct counter *counter)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t count = 0, entries, lost;
	char path[FILE_PATH];

	for (long cpu = 0; cpu < cpus; cpu++) {
		snprintf(path, sizeof(path), TRACING "/instances/%s/per_cpu/cpu%ld/stats",
			 counter->name, cpu);
		entries = file_find_number(path, "entries:");
		lost = file_find_number(path, "overrun:");
		if (entries != UINT64_MAX && lost != UINT64_MAX)
			count += entries + lost;
	}
	return (unsigned int)count;
}

void trace_glance(struct trace_counts *counts)
{
	memset(counts, 0, sizeof(*counts));
	for (size_t i = 0; i < COUNTERS; i++)
		*(unsigned int *)((char *)counts + counters[i].offset) = counter_read(&counters[i]);
}

void trace_note(const struct trace_counts *counts)
{
	tap_note("tried %u, reported %u, halted %u, completed %u, ready %u, broadcasts %u, "
		 "MSR written %u, on %u",
		 counts->tried, counts->reported, counts->halted, counts->completed, counts->ready,
		 counts->broadcasts, counts->msr_writes, counts->msr_enabled);
}

void trace_show(unsigned int lines)
{
	FILE *file = fopen(TRACING "/trace", "re");
	char(*ring)[256] = calloc(lines, sizeof(*ring));
	unsigned long count = 0;

	while (file && ring && fgets(ring[count % lines], sizeof(*ring), file))
		count++;
	for (unsigned long i = count > lines ? count - lines : 0; ring && i < count; i++)
		tap_note("%.*s", (int)strcspn(ring[i % lines], "\n"), ring[i % lines]);
	if (file)
		fclose(file);
	free(ring);
}

void trace_stop(void)
{
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		event_set(events[i], false);
	event_set("kvm_msr", false);
	for (size_t i = 0; i < COUNTERS; i++)
		counter_stop(&counters[i]);
	file_put(TRACING "/buffer_size_kb", "1");
}

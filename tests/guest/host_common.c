// SPDX-License-Identifier: GPL-2.0-or-later
/* What several tests use, on both sides. */
#include "host_tests.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* Longer gaps between two looks at the clock are not ours. Ticks and exits take
 * less. */
#define GAP_TSC 400000

void guest_touch(void *argument)
{
	struct touch *touch = argument;

	touch->begin = guest_tsc();
	if (touch->write)
		guest_write(touch->address, touch->value);
	else
		touch->value = guest_read(touch->address);
	touch->end = guest_tsc();
}

void guest_work(void *argument)
{
	struct worker *worker = argument;
	uint64_t last, now;

	while (!worker->touch->begin)
		guest_yield();
	last = guest_tsc();
	while (!worker->touch->end) {
		now = guest_tsc();
		if (now - last < GAP_TSC)
			worker->busy += now - last;
		last = now;
	}
}

static long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

int read_latency(void)
{
	static int latency;
	volatile uint8_t *page;
	long long begin;

	if (latency)
		return latency;
	page = mmap(NULL, GUEST_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		tap_fail("mmap: %s", strerror(errno));
	*page = 1;
	pageout((void *)page, GUEST_PAGE);
	begin = now_us();
	(void)*page;
	latency = (int)((now_us() - begin) / 1000);
	munmap((void *)page, GUEST_PAGE);
	if (latency < 100)
		tap_fail("the swap device reads a page in %d ms: these tests need 100 ms "
			 "or more",
			 latency);
	return latency;
}

void add_readers(struct guest_cpu *cpu, struct touch *touches, size_t count, int cpl)
{
	for (size_t i = 0; i < count; i++) {
		touches[i] = (struct touch){ .address = data_page(i) };
		guest_task_add(cpu, guest_touch, &touches[i], cpl);
	}
}

bool touches_right(const struct touch *touches, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (touches[i].value != i + 1 || !touches[i].end)
			return false;
	return true;
}

struct wanted_events {
	const struct guest_cpu *cpu;
	uint32_t reason;
	unsigned int count;
};

static bool events_there(void *argument)
{
	const struct wanted_events *wanted = argument;

	return guest_count_events(wanted->cpu, wanted->reason) >= wanted->count;
}

bool wait_for_events(const struct guest_cpu *cpu, uint32_t reason, unsigned int count, int ms)
{
	struct wanted_events wanted = { cpu, reason, count };

	return wait_until(events_there, &wanted, ms);
}

static bool slab_reaches(void *argument)
{
	return proc_slab_objects(SLAB_APF) == *(const long *)argument;
}

bool check_items(long count, int ms, const char *when)
{
	bool ok = wait_until(slab_reaches, &count, ms);

	return tap_check(ok, "%s: %ld pages are on their way", when, proc_slab_objects(SLAB_APF));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Storms of page faults in guests of several kinds: right data, and nobody waits for ever. */
#include <stdio.h>
#include <unistd.h>

#include "linux_spinners.h"
#include "linux_tests.h"

#define SHORT_SECONDS 3
/* Some 60000 faults, a quarter of an hour for a simulated host; three minutes would take it two
 * hours. */
#define LONG_SECONDS 20
/* A page takes 5 ms, a wait for it behind others much longer, but not so long. */
#define STALL_MS 5000

#define SHOWN_LINES	40
#define CATCH_ATTEMPTS	8
#define CATCH_FEW	32
#define CATCH_SCALE_MAX 16
#define CATCH_LOOK	100 /* ms */

bool reads_take(unsigned int ms)
{
	if (ms)
		spinners_start();
	else
		spinners_stop();
	return slow_device_set_delay(&test_swap, ms);
}

bool guest_start(struct vm *vm, const struct vm_options *options)
{
	char line[VM_SPLAT];

	if (!tap_check(vm_start(vm, options), "%s: QEMU starts", options->name))
		return false;
	if (tap_check(vm_wait_ready(vm, BOOT_SECONDS), "%s: the guest boots", vm->name))
		return true;
	if (vm_splats(vm, line))
		tap_note("%s", line);
	vm_show(vm);
	vm_kill(vm);
	return false;
}

bool guest_boot(struct vm *vm, const char *name, const char *append)
{
	const struct vm_options options = {
		.name = name,
		.append = append,
		.vcpus = STORM_VCPUS,
		.memory = STORM_MEMORY,
		.limit = STORM_LIMIT,
	};

	return guest_start(vm, &options);
}

bool storm_begin(struct vm *vm, unsigned int mib, unsigned int threads)
{
	if (tap_check(vm_tell(vm, BOOT_SECONDS, "fill %u", mib) && reads_take(STORM_DELAY) &&
			      vm_tell(vm, ANSWER_SECONDS, "start %u", threads),
		      "%s: a storm of %u threads begins", vm->name, threads))
		return true;
	vm_show(vm);
	vm_kill(vm);
	return false;
}

bool guest_storm(struct vm *vm, const char *name, const char *append, unsigned int threads)
{
	return guest_boot(vm, name, append) && storm_begin(vm, STORM_ARRAY, threads);
}

bool storm_go_on(struct vm *vm, unsigned int ms, unsigned int stall_ms)
{
	uint64_t stalled = 0, accesses = 0;

	for (unsigned int i = 0; i < ms; i += STORM_STEP) {
		const char *answer;

		vm_page_out(vm);
		usleep(STORM_STEP * 1000);
		answer = vm_ask(vm, ANSWER_SECONDS, "progress");
		if (!answer)
			return false;
		stalled = vm_number(answer, "stalled_ms");
		accesses = vm_number(answer, "accesses");
		if (stalled > stall_ms) {
			tap_note("%s", answer);
			trace_show(SHOWN_LINES);
			return false;
		}
	}
	return accesses > 0;
}

static bool pages_are_on_their_way(bool told, unsigned int pages)
{
	struct trace_counts counts;

	trace_glance(&counts);
	if (told)
		return counts.reported >= counts.ready + pages;
	return counts.reported + counts.halted >= counts.completed + 2;
}

/*
 * First everything has to come back that the guest needs for interrupts and faults, while reads are
 * fast: for those a vCPU waits by itself, and takes its tasks to their pages only afterwards. But
 * not all of the array, or nothing is missing. How long that is differs between hosts and moments.
 */
bool storm_catch(struct vm *vm, unsigned int slow_ms, bool told)
{
	static const unsigned int fast_ms[CATCH_ATTEMPTS] = { 500, 250, 1000, 125,
							      500, 60,	2000, 250 };
	/* A kernel that checks itself has so many pages of its own that few others are met. */
	static const unsigned int pages[CATCH_ATTEMPTS] = { 4, 4, 4, 4, 2, 2, 1, 1 };
	struct trace_counts before, counts;
	unsigned int scale = 1;

	for (unsigned int i = 0; i < CATCH_ATTEMPTS; i++) {
		reads_take(1);
		if (scale > 1)
			vm_page_out_stopped(vm);
		else
			vm_page_out(vm);
		trace_glance(&before);
		usleep(fast_ms[i] * scale * 1000);
		reads_take(slow_ms);
		for (unsigned int ms = 0; ms < 2 * slow_ms; ms += CATCH_LOOK) {
			usleep(CATCH_LOOK * 1000);
			if (pages_are_on_their_way(told, pages[i]))
				return true;
		}
		trace_glance(&counts);
		tap_note(
			"after %u ms of fast reads: reported %u, ready %u, halted %u, completed %u",
			fast_ms[i] * scale, counts.reported, counts.ready, counts.halted,
			counts.completed);
		/* On a host that checks itself each page takes many times as long, to go as to
		 * come. */
		if (counts.completed < before.completed + CATCH_FEW && scale < CATCH_SCALE_MAX)
			scale *= 4;
	}
	reads_take(0);
	return false;
}

void guest_log_ok(const struct vm *vm)
{
	char line[VM_SPLAT];
	unsigned int count = vm_splats(vm, line);

	tap_check(!count, "%s: the guest's kernel does not complain%s%s", vm->name,
		  count ? ": " : "", line);
}

void storm_end(struct vm *vm)
{
	const char *answer = vm_ask(vm, ANSWER_SECONDS, "progress");

	tap_check(vm_number(answer, "errors") == 0, "%s: no thread has seen wrong data", vm->name);
	tap_check(vm_tell(vm, ANSWER_SECONDS, "stop %u", ANSWER_SECONDS / 2),
		  "%s: every thread comes to its end", vm->name);
	reads_take(0);
	answer = vm_ask(vm, BOOT_SECONDS, "verify");
	tap_check(vm_number(answer, "wrong") == 0,
		  "%s: every page has the content that was written", vm->name);
	guest_log_ok(vm);
}

/* The storm of a guest that is told of pages, for so long. */
static void storm_run(unsigned int seconds)
{
	struct trace_counts counts;
	struct vm vm;

	test_begin();
	if (!guest_storm(&vm, "storm", NULL, 2 * STORM_VCPUS))
		return;
	tap_check(storm_go_on(&vm, seconds * 1000, STALL_MS), "all threads get on for %u s",
		  seconds);
	tap_note("%s", vm_ask(&vm, ANSWER_SECONDS, "progress"));
	trace_read(&counts);
	trace_note(&counts);
	tap_check(counts.msr_enabled >= STORM_VCPUS, "every vCPU has switched it on");
	tap_check(counts.reported && counts.ready, "the guest is told of pages, missing and ready");
	storm_end(&vm);
	tap_check(vm_tell(&vm, BOOT_SECONDS, "forks 20"), "processes still start");
	vm_kill(&vm);
	test_end();
}

void test_storm(void)
{
	storm_run(SHORT_SECONDS);
}

void test_storm_long(void)
{
	storm_run(LONG_SECONDS);
}

void test_no_kvmapf(void)
{
	struct trace_counts counts;
	struct vm vm;

	test_begin();
	if (guest_boot(&vm, "with", NULL)) {
		trace_read(&counts);
		trace_note(&counts);
		tap_check(counts.msr_enabled >= STORM_VCPUS,
			  "a guest without the parameter uses it");
		vm_kill(&vm);
	}
	trace_start();
	if (!guest_storm(&vm, "without", "no-kvmapf", 2 * STORM_VCPUS))
		return;
	tap_check(storm_go_on(&vm, SHORT_SECONDS * 1000, STALL_MS), "all threads get on for %u s",
		  SHORT_SECONDS);
	trace_read(&counts);
	trace_note(&counts);
	tap_check(!counts.msr_enabled, "with no-kvmapf no vCPU switches it on");
	tap_check(!counts.reported && !counts.ready && counts.halted,
		  "vCPUs halt, and the guest is told nothing");
	storm_end(&vm);
	vm_kill(&vm);
	test_end();
}

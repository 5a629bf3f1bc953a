// SPDX-License-Identifier: GPL-2.0-or-later
/* Storms in which the machine changes: CPUs come and go, the guest is reset, killed or moved. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linux_file.h"
#include "linux_tests.h"

#define HOTPLUG_ROUNDS 9
#define RESET_ROUNDS   3
#define KILL_ROUNDS    4
#define MIGRATE_ROUNDS 2
#define STALL_MS       5000
/*
 * The guest's clock may jump while it is moved. Its scheduler then takes whoever was running for
 * somebody who has run that long, and lets the others go first.
 */
#define MOVED_STALL_MS 60000
#define SLOW_MS	       1000
#define GONE_SECONDS   10
#define WAKE_MS	       2000 /* the brief's limit for a sleeper whose host has changed */

static bool cpu_set(struct vm *vm, unsigned int cpu, bool on)
{
	return vm_tell(vm, ANSWER_SECONDS, "put /sys/devices/system/cpu/cpu%u/online %d", cpu, on);
}

/*
 * CPUs other than the first go in turn, each while tasks wait for pages of which the host has told
 * this one.
 */
void test_hotplug(void)
{
	unsigned int round, bad = 0;
	struct trace_counts before, after;
	struct vm vm;

	test_begin();
	if (!guest_storm(&vm, "hotplug", NULL, 2 * STORM_VCPUS))
		return;
	storm_go_on(&vm, STORM_STEP, STALL_MS);
	trace_read(&before);
	trace_note(&before);
	tap_check(before.msr_enabled >= STORM_VCPUS, "every vCPU has switched it on");
	for (round = 0; round < HOTPLUG_ROUNDS && !bad; round++) {
		unsigned int cpu = 1 + round % (STORM_VCPUS - 1);

		/*
		 * What the storm touches is out, what the kernel needs for this is in: a CPU that
		 * goes stops all others, which spin while it waits for its pages one by one.
		 */
		bad += !cpu_set(&vm, cpu, false) || !storm_go_on(&vm, STORM_STEP, STALL_MS) ||
		       !cpu_set(&vm, cpu, true);
		tap_note("round %u: CPU %u has gone and come", round, cpu);
	}
	tap_check(!bad, "no task is stuck after %u of %u rounds", round, HOTPLUG_ROUNDS);
	if (bad)
		vm_show(&vm);
	trace_read(&after);
	trace_note(&after);
	tap_check(after.msr_writes - before.msr_writes == 2 * round &&
			  after.msr_enabled - before.msr_enabled == round,
		  "a CPU switches it off when it goes, and on when it comes");
	tap_check(after.reported > before.reported, "the guest has been told of pages meanwhile");
	storm_end(&vm);
	vm_kill(&vm);
	test_end();
}

void test_reset(void)
{
	unsigned int round, told = 0;
	struct vm vm;
	const struct vm_options options = {
		.name = "reset",
		.vcpus = STORM_VCPUS,
		.memory = STORM_MEMORY,
		.limit = STORM_LIMIT,
		.reboots = true,
	};

	test_begin();
	if (!guest_start(&vm, &options))
		return;
	for (round = 0; round < RESET_ROUNDS; round++) {
		trace_start();
		if (!vm_tell(&vm, BOOT_SECONDS, "fill %u", STORM_ARRAY) ||
		    !vm_tell(&vm, ANSWER_SECONDS, "start 32"))
			break;
		told += storm_catch(&vm, SLOW_MS, true);
		if (!vm_monitor(&vm, "system_reset", NULL))
			break;
		reads_take(0);
		if (!vm_wait_ready(&vm, BOOT_SECONDS))
			break;
	}
	tap_check(round == RESET_ROUNDS, "the guest boots after %u of %u resets", round,
		  RESET_ROUNDS);
	tap_check(told == round,
		  "each time it was waiting for pages of which the host had told it");
	if (round != RESET_ROUNDS)
		vm_show(&vm);
	tap_check(vm_tell(&vm, BOOT_SECONDS, "fill %u", STORM_ARRAY) &&
			  vm_tell(&vm, ANSWER_SECONDS, "start 8") &&
			  storm_go_on(&vm, 2000, STALL_MS),
		  "a storm goes on after it");
	storm_end(&vm);
	vm_kill(&vm);
	test_end();
}

/*
 * Work items are of a slab of their own if the kernel was told not to merge slabs. Those that each
 * CPU keeps ready count as used until they are taken back.
 */
static unsigned long items_count(void)
{
	file_put("/sys/kernel/slab/kvm_async_pf/shrink", "1");
	return file_find_number("/proc/slabinfo", "kvm_async_pf ");
}

/*
 * Waits until none is left, and returns how many are. A page that is being read keeps the killed
 * VM's memory, and with it the VM, until it is there.
 */
static unsigned long items_wait(void)
{
	unsigned long left = items_count();

	for (unsigned int i = 0; left && i < GONE_SECONDS * 10; i++) {
		usleep(100000);
		left = items_count();
	}
	return left;
}

void test_lifecycle(void)
{
	unsigned long most = 0, left = 0;
	unsigned int round;

	test_begin();
	for (round = 0; round < KILL_ROUNDS; round++) {
		struct vm vm;
		bool caught;

		trace_start();
		reads_take(0);
		if (!guest_storm(&vm, "lifecycle", round % 2 ? "no-kvmapf" : NULL, 32))
			return;
		caught = storm_catch(&vm, SLOW_MS, false);
		left = items_count();
		if (left != (unsigned long)UINT64_MAX && left > most)
			most = left;
		tap_check(caught, "pages are on their way when QEMU dies");
		kill(vm.pid, SIGKILL);
		tap_check(vm_wait_end(&vm, 20), "round %u: QEMU goes away within 20 s", round);
		vm_kill(&vm);
		/* Pages of this VM must not count among those of the next. */
		left = items_wait();
	}
	if (left == (unsigned long)UINT64_MAX)
		point_skip("no work item is left", "they cannot be counted without slab_nomerge");
	else
		tap_check(most && !left, "of %lu work items none is left (%lu)", most, left);
	test_end();
}

static bool migration_wait(struct vm *vm, unsigned int seconds)
{
	for (unsigned int i = 0; i < seconds * 10; i++) {
		const char *state = vm_monitor(vm, "query-migrate", NULL);

		if (!state || strstr(state, "\"failed\""))
			return false;
		if (strstr(state, "\"completed\""))
			return true;
		usleep(100000);
	}
	return false;
}

static bool destination_start(struct vm *vm, unsigned int number)
{
	char name[16], incoming[64];
	const char *const more[] = { "-incoming", incoming, NULL };
	const struct vm_options options = {
		.name = name,
		.vcpus = STORM_VCPUS,
		.memory = STORM_MEMORY,
		.limit = STORM_LIMIT,
		.more = more,
	};

	snprintf(name, sizeof(name), "moved%u", number);
	snprintf(incoming, sizeof(incoming), "unix:/run/%s.migration", name);
	return vm_start(vm, &options);
}

/* Stops the guest while tasks in it wait for pages, and goes on with it in another QEMU. */
static bool guest_move(struct vm *from, struct vm *to, unsigned int number)
{
	char uri[96];

	snprintf(uri, sizeof(uri), "{\"uri\": \"unix:/run/moved%u.migration\"}", number);
	if (!destination_start(to, number) || !storm_catch(from, SLOW_MS, true) ||
	    !vm_monitor(from, "stop", NULL))
		return false;
	reads_take(0);
	/* A guest that was stopped arrives stopped. */
	return vm_monitor(from, "migrate", uri) && migration_wait(from, BOOT_SECONDS) &&
	       vm_monitor(to, "cont", NULL);
}

static void moved_check(struct vm *vm, unsigned int number)
{
	struct trace_counts counts;
	const char *answer;
	uint64_t waiting;

	usleep(WAKE_MS * 1000);
	answer = vm_ask(vm, ANSWER_SECONDS, "progress");
	waiting = vm_number(answer, "waiting_ms");
	tap_note("%s", answer ? answer : "no answer");
	tap_check(waiting <= WAKE_MS, "move %u: no thread waits for longer than %u ms", number,
		  WAKE_MS);
	trace_read(&counts);
	trace_note(&counts);
	tap_check(counts.broadcasts >= STORM_VCPUS, "move %u: every vCPU is told to wake all",
		  number);
	tap_check(storm_go_on(vm, 2000, MOVED_STALL_MS), "move %u: the storm goes on", number);
}

void test_migrate(void)
{
	struct vm vm, other;

	test_begin();
	if (!guest_storm(&vm, "migrate", NULL, 32))
		return;
	for (unsigned int i = 0; i < MIGRATE_ROUNDS; i++) {
		storm_go_on(&vm, STORM_STEP, STALL_MS);
		trace_start();
		if (!tap_check(guest_move(&vm, &other, i), "move %u: the guest is in another QEMU",
			       i))
			break;
		vm_kill(&vm);
		vm = other;
		moved_check(&vm, i);
	}
	storm_end(&vm);
	vm_kill(&vm);
	test_end();
}

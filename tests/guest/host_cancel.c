// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages on their way when nobody wants them any more. */
#include "host_tests.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READERS	 20
#define TICK_NS	 1000000
#define PATIENCE (20000 + 10 * read_latency())
#define KILLS	 3

static struct touch touches[2 * READERS];

/* All readers wait, or would if the guest knew how to; the vCPU is out of
 * KVM_RUN then. */
static void readers_stuck(struct vcpu *vcpu, uint8_t *data)
{
	struct guest_cpu *guest = vcpu->guest;
	int latency = read_latency();

	add_readers(guest, touches, READERS, 3);
	guest->round_robin = true;
	guest->timer_ns = TICK_NS;
	pageout(data, READERS * GUEST_PAGE);
	vcpu_start(vcpu);
	check_items(READERS, latency / 2, "stuck");
	vcpu_stop(vcpu);
}

void test_reset_cancel(void)
{
	struct vm *vm = vm_create(2, 0);
	/* Not the boot CPU: that would start at the reset vector, where there is
	 * nothing. */
	struct vcpu *vcpu = &vm->cpus[1];
	uint8_t *data = vm_add_data(vm, READERS);

	readers_stuck(vcpu, data);
	vcpu_send_init(vcpu);
	vcpu_start(vcpu);
	check_items(0, PATIENCE, "INIT");
	vcpu_stop(vcpu);
	vm_destroy(vm);

	vm = vm_create(1, 0);
	vcpu = &vm->cpus[0];
	data = vm_add_data(vm, READERS);
	readers_stuck(vcpu, data);
	vm_destroy(vm);
	check_items(0, PATIENCE, "end of the VM");
}

/* The first events after the MSR was written anew. */
static void check_fresh(const struct guest_cpu *guest, uint32_t from)
{
	unsigned int old = 0;

	for (uint32_t i = from + 1; i < guest->event_count; i++)
		old += guest->events[i].reason == APF_READY;
	tap_check(guest->event_count > from && guest->events[from].reason == APF_READY &&
			  guest->events[from].cr2 == APF_ALL,
		  "enabled again: broadcast comes");
	tap_check(!old, "and %u ready events of before", old);
}

void test_reset_cancel_pv(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	struct guest_cpu *guest = vcpu->guest;
	uint8_t *data = vm_add_data(vm, READERS);
	uint32_t before;

	vm_enable_apf(vm, 0);
	readers_stuck(vcpu, data);
	tap_check(guest_count_tasks(guest, TASK_BLOCKED) == READERS, "%u tasks wait for them",
		  guest_count_tasks(guest, TASK_BLOCKED));
	tap_check(vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, 0), "the MSR is set to 0");

	before = guest->event_count;
	vcpu_start(vcpu);
	vcpu_wait(vcpu, 2 * read_latency());
	vcpu_stop(vcpu);
	tap_check(guest->event_count == before, "%u events while it is off",
		  guest->event_count - before);
	check_items(0, PATIENCE, "MSR cleared");

	tap_check(vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, guest->apf_msr), "it is set again");
	vcpu_finish(vcpu, PATIENCE);
	check_fresh(guest, before);
	tap_check(touches_right(touches, READERS), "all tasks have their pages");
	vm_destroy(vm);
}

/* A VMM with work on its way, until it is killed. */
static void storm_child(int ready)
{
	struct vm *vm = vm_create(2, 0);
	uint8_t *data = vm_add_data(vm, 2 * READERS);

	for (int i = 0; i < 2; i++) {
		struct guest_cpu *guest = vm->cpus[i].guest;

		for (size_t j = 0; j < READERS; j++) {
			struct touch *touch = &touches[i * READERS + j];

			*touch = (struct touch){ .address = data_page(i * READERS + j) };
			guest_task_add(guest, guest_touch, touch, 3);
		}
		guest->round_robin = true;
		guest->timer_ns = TICK_NS;
	}
	pageout(data, 2 * READERS * GUEST_PAGE);
	vcpu_start(&vm->cpus[0]);
	vcpu_start(&vm->cpus[1]);
	if (write(ready, "r", 1) == 1)
		pause();
	_exit(0);
}

static bool kill_in_storm(void)
{
	bool stormy;
	int ready[2];
	char byte;
	pid_t pid;

	if (pipe(ready) < 0)
		tap_fail("pipe");
	fflush(stdout);
	pid = fork();
	if (!pid)
		storm_child(ready[1]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		tap_fail("the VMM does not start");
	close(ready[0]);
	stormy = check_items(2 * READERS, read_latency() / 2, "storm");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return stormy;
}

void test_lifecycle(void)
{
	struct vm *vm;

	read_latency();
	for (int i = 0; i < KILLS; i++) {
		if (!kill_in_storm())
			return;
		check_items(0, PATIENCE, "killed");
	}
	vm = vm_create(1, 0);
	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	add_readers(vm->cpus[0].guest, touches, 1, 3);
	vcpu_finish(&vm->cpus[0], PATIENCE);
	tap_check(touches_right(touches, 1) && !vm->cpus[0].major_faults,
		  "another VM does as well as ever");
	vm_destroy(vm);
}

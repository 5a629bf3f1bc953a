// SPDX-License-Identifier: GPL-2.0-or-later
/* A guest that knows nothing: its vCPU halts, and takes interrupts. */
#include "host_tests.h"

#include <sys/ioctl.h>
#include <unistd.h>

#define TICK_NS	       2000000
#define FAULTS	       10
#define LIMIT	       64
#define LIMIT_READERS  70
#define LIMIT_TICK_NS  1000000
#define TIMES	       8
#define PAUSE_US       300000
#define PATIENCE(many) (20000 + (many)*2 * read_latency())

static struct touch touches[LIMIT_READERS];
static struct worker worker;

/* One task touches page after page. */
static void touch_all(void *argument)
{
	(void)argument;
	for (int i = 0; i < FAULTS; i++)
		guest_touch(&touches[i]);
}

void test_vcpu_majflt(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	uint8_t *data = vm_add_data(vm, FAULTS);
	int sleeps = 0, looks = 0;

	for (size_t i = 0; i < FAULTS; i++)
		touches[i] = (struct touch){ .address = data_page(i) };
	vcpu->guest->timer_ns = TICK_NS;
	guest_task_add(vcpu->guest, touch_all, NULL, 3);
	pageout(data, FAULTS * GUEST_PAGE);
	vcpu_start(vcpu);
	for (; looks < PATIENCE(FAULTS) / 5 && vcpu_wait(vcpu, 5) == VCPU_RUNS; looks++)
		sleeps += vcpu_thread_state(vcpu) == 'D';
	vcpu_stop(vcpu);
	tap_check(touches_right(touches, FAULTS), "%d swapped pages are read", FAULTS);
	tap_check(touches[0].end - touches[0].begin > (uint64_t)read_latency() * 500000,
		  "they came from the device (%d ms)", read_latency());
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	tap_check(!sleeps, "and slept uninterruptibly in %d of %d looks", sleeps, looks);
	vm_destroy(vm);
}

/*
 * The same page, again and again, with nothing else in between but time: one that is gone again at
 * once is another case.
 */
void test_same_page(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	uint8_t *data = vm_add_data(vm, 1);
	int right = 0;

	for (int i = 0; i < TIMES; i++) {
		vcpu->guest->task_count = 0;
		add_readers(vcpu->guest, touches, 1, 3);
		pageout(data, GUEST_PAGE);
		vcpu_finish(vcpu, PATIENCE(1));
		right += touches_right(touches, 1);
		usleep(PAUSE_US);
	}
	tap_check(right == TIMES, "a page that is swapped out %d times is read %d times", TIMES,
		  right);
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	vm_destroy(vm);
}

void test_mp_state(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	int latency = read_latency();
	struct kvm_mp_state state = { 0 };
	uint64_t begin;
	bool got;

	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	add_readers(vcpu->guest, touches, 1, 3);
	vcpu_start(vcpu);
	vcpu_wait(vcpu, latency / 4);
	tap_check(touches[0].begin && !touches[0].end, "the vCPU waits for a page");
	begin = guest_tsc();
	vcpu_stop(vcpu);
	tap_check(guest_tsc() - begin < (uint64_t)latency * 250000, "and can be stopped: in %d us",
		  (int)((guest_tsc() - begin) / 1000));
	got = !ioctl(vcpu->fd, KVM_GET_MP_STATE, &state);
	tap_check(got && state.mp_state == KVM_MP_STATE_RUNNABLE,
		  "user space does not see that it was halted: state %u", state.mp_state);
	vcpu_finish(vcpu, PATIENCE(1));
	tap_check(touches_right(touches, 1), "it goes on");
	vm_destroy(vm);
}

/* How much of the stall the worker had, in per cent. */
static int stall_share(struct vcpu *vcpu)
{
	uint64_t stall;

	touches[0] = (struct touch){ .address = VM_DATA };
	worker = (struct worker){ .touch = &touches[0] };
	guest_task_add(vcpu->guest, guest_touch, &touches[0], 3);
	guest_task_add(vcpu->guest, guest_work, &worker, 3);
	vcpu->guest->round_robin = true;
	vcpu->guest->timer_ns = TICK_NS;
	vcpu_finish(vcpu, PATIENCE(1));
	stall = touches[0].end - touches[0].begin;
	tap_check(touches_right(touches, 1), "the page is read");
	tap_check(stall > (uint64_t)read_latency() * 500000, "after %d ms", (int)(stall / 1000000));
	return (int)(worker.busy * 100 / stall);
}

void test_progress_nonpv(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	int ticks = read_latency() * 1000000 / TICK_NS, share;

	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	share = stall_share(vcpu);
	tap_check((int)vcpu->guest->ticks > ticks / 2, "%d timer interrupts, of about %d",
		  (int)vcpu->guest->ticks, ticks);
	tap_check(share >= 30, "another task had %d %% of the time", share);
	vm_destroy(vm);
}

void test_progress_pv(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	int share;

	vm_enable_apf(vm, 0);
	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	share = stall_share(vcpu);
	tap_check(guest_count_events(vcpu->guest, APF_NOT_PRESENT) == 1,
		  "the guest was told once that a page is missing");
	tap_check(share >= 90, "another task had %d %% of the time", share);
	vm_destroy(vm);
}

void test_double_fault(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	struct trace trace;

	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	for (int i = 0; i < 2; i++) {
		touches[i] = (struct touch){ .address = VM_DATA };
		guest_task_add(vcpu->guest, guest_touch, &touches[i], 3);
	}
	vcpu->guest->round_robin = true;
	vcpu->guest->timer_ns = TICK_NS;
	tap_check(trace_start(), "the trace points are there");
	vcpu_finish(vcpu, PATIENCE(1));
	trace = trace_stop();
	tap_check(touches[0].value == 1 && touches[1].value == 1, "both tasks have the page");
	tap_check(trace_count(&trace, TRACE_REPEATED, NULL) > 0,
		  "the fault was repeated, %zu times", trace_count(&trace, TRACE_REPEATED, NULL));
	tap_check(trace_count(&trace, TRACE_COMPLETED, NULL) == 1, "the page was read %zu times",
		  trace_count(&trace, TRACE_COMPLETED, NULL));
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	trace_free(&trace);
	vm_destroy(vm);
}

void test_limit_64(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	size_t completed;
	long most = -1;
	struct trace trace;

	pageout(vm_add_data(vm, LIMIT_READERS), LIMIT_READERS * GUEST_PAGE);
	add_readers(vcpu->guest, touches, LIMIT_READERS, 3);
	vcpu->guest->round_robin = true;
	vcpu->guest->timer_ns = LIMIT_TICK_NS;
	tap_check(trace_start(), "the trace points are there");
	vcpu_start(vcpu);
	/* Slabs are counted as full while they are allocated from: only when the 65th
	 * sleeps. */
	while (vcpu_wait(vcpu, 5) == VCPU_RUNS)
		if (vcpu_thread_state(vcpu) == 'D' && most < 0)
			most = proc_slab_objects(SLAB_APF);
	trace = trace_stop();
	completed = trace_count(&trace, TRACE_COMPLETED, NULL);
	tap_check(touches_right(touches, LIMIT_READERS), "all %d pages are read", LIMIT_READERS);
	tap_check(most == LIMIT, "%ld were outstanding then, %d are allowed", most, LIMIT);
	tap_check(vcpu->major_faults == 1,
		  "65th fault is synchronous: the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	/* One more if a page comes between the attempt to map it and the look for its item. */
	tap_check(completed >= LIMIT_READERS - 1, "the others are not: workers read %zu pages",
		  completed);
	trace_free(&trace);
	vm_destroy(vm);
}

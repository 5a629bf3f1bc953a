// SPDX-License-Identifier: GPL-2.0-or-later
/* Threads of vCPUs: run, wait, stop. */
#include "proc.h"
#include "tap.h"
#include "vmm.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define STOP_SIGNAL SIGUSR1
/* A thread that waits for a page cannot be stopped before that is there. */
#define STOP_MS 20000

static void signal_ignore(int number)
{
	(void)number;
}

/* Returns VCPU_RUNS to go on. */
static enum vcpu_end exit_handle(struct vcpu *vcpu)
{
	const struct kvm_run *run = vcpu->run;
	const uint8_t *data = (const uint8_t *)run + run->io.data_offset;

	switch (run->exit_reason) {
	case KVM_EXIT_IO:
		if (run->io.port == GUEST_PORT)
			return *data == GUEST_DONE ? VCPU_DONE : VCPU_PANIC;
		break;
	case KVM_EXIT_MMIO:
		vcpu->mmio_writes += run->mmio.is_write;
		return VCPU_RUNS;
	case KVM_EXIT_INTR:
		return VCPU_RUNS;
	}
	tap_note("vCPU %d: exit reason %u, %llx", vcpu->id, run->exit_reason,
		 (unsigned long long)run->hw.hardware_exit_reason);
	return VCPU_BROKEN;
}

static enum vcpu_end run_until_end(struct vcpu *vcpu)
{
	enum vcpu_end end = VCPU_RUNS;

	while (end == VCPU_RUNS && !vcpu->stop) {
		if (!ioctl(vcpu->fd, KVM_RUN, 0)) {
			end = exit_handle(vcpu);
		} else if (errno != EINTR && errno != EAGAIN) {
			tap_note("vCPU %d: KVM_RUN: %s", vcpu->id, strerror(errno));
			end = VCPU_BROKEN;
		}
	}
	return end == VCPU_RUNS ? VCPU_STOPPED : end;
}

static void *thread_main(void *argument)
{
	struct vcpu *vcpu = argument;
	cpu_set_t all;
	long before;

	/* The thread that prepares memory is bound to a CPU (lib/pageout.c). */
	memset(&all, 0xff, sizeof(all));
	sched_setaffinity(0, sizeof(all), &all);
	before = proc_major_faults();
	vcpu->tid = gettid();
	vcpu->end = run_until_end(vcpu);
	vcpu->tid = 0;
	vcpu->major_faults += proc_major_faults() - before;
	return NULL;
}

void vcpu_start(struct vcpu *vcpu)
{
	struct sigaction action = { .sa_handler = signal_ignore };

	sigaction(STOP_SIGNAL, &action, NULL);
	vcpu->stop = false;
	vcpu->run->immediate_exit = 0;
	vcpu->end = VCPU_RUNS;
	vcpu->tid = 0;
	if (pthread_create(&vcpu->thread, NULL, thread_main, vcpu))
		tap_fail("cannot make a thread for vCPU %d", vcpu->id);
	vcpu->started = true;
}

enum vcpu_end vcpu_wait(struct vcpu *vcpu, int ms)
{
	struct timespec end;

	if (!vcpu->started)
		return vcpu->end;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += ms % 1000 * 1000000L;
	end.tv_sec += ms / 1000 + end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	if (pthread_clockjoin_np(vcpu->thread, NULL, CLOCK_MONOTONIC, &end))
		return VCPU_RUNS;
	vcpu->started = false;
	return vcpu->end;
}

void vcpu_stop(struct vcpu *vcpu)
{
	if (!vcpu->started)
		return;
	vcpu->stop = true;
	vcpu->run->immediate_exit = 1;
	pthread_kill(vcpu->thread, STOP_SIGNAL);
	if (vcpu_wait(vcpu, STOP_MS) == VCPU_RUNS)
		tap_fail("vCPU %d cannot be stopped", vcpu->id);
}

void vcpu_finish(struct vcpu *vcpu, int ms)
{
	const struct guest_cpu *guest = vcpu->guest;

	vcpu_start(vcpu);
	switch (vcpu_wait(vcpu, ms)) {
	case VCPU_DONE:
		return;
	case VCPU_PANIC:
		tap_fail("vCPU %d: exception %d, error 0x%llx, at 0x%llx, cr2 0x%llx", vcpu->id,
			 (int)guest->panic_vector, (unsigned long long)guest->panic_error,
			 (unsigned long long)guest->panic_rip,
			 (unsigned long long)guest->panic_cr2);
	case VCPU_RUNS:
		tap_fail("vCPU %d is not through after %d ms: %u tasks can run, %u wait", vcpu->id,
			 ms, guest_count_tasks(guest, TASK_RUNNABLE),
			 guest_count_tasks(guest, TASK_BLOCKED));
	default:
		tap_fail("vCPU %d does not run", vcpu->id);
	}
}

char vcpu_thread_state(const struct vcpu *vcpu)
{
	pid_t tid = vcpu->tid;

	return tid ? proc_thread_state(tid) : 'R';
}

bool wait_until(bool (*condition)(void *argument), void *argument, int ms)
{
	for (int i = 0; i < ms; i++) {
		if (condition(argument))
			return true;
		usleep(1000);
	}
	return condition(argument);
}

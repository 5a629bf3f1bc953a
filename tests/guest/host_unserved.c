// SPDX-License-Identifier: GPL-2.0-or-later
/* Pages that nobody brings: what forgets about them must not wait for them. */
#include "host_tests.h"

#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define TICK_NS	   1000000
#define PATIENCE   20000
#define AT_ONCE_MS 1000
#define REAP_MS	   5000
#define SETTLE_US  100000
#define SETTLE_TSC UINT64_C(600000)
#define LIMIT	   64
#define REWRITES   (LIMIT + 16)
#define SERVED	   1

static struct touch touch;

static long ms_since(uint64_t begin)
{
	return (long)((guest_tsc() - begin) / 1000000);
}

/* Lets the vCPU touch a page that user space has to serve, until a worker waits for it. */
static bool page_wanted(struct vcpu *vcpu, uint8_t *memory, int fd)
{
	vm_set_slot(vcpu->vm, VM_SLOT_DATA, VM_DATA, memory, GUEST_PAGE, 0);
	add_readers(vcpu->guest, &touch, 1, 3);
	vcpu->guest->round_robin = true;
	vcpu->guest->timer_ns = TICK_NS;
	vcpu_start(vcpu);
	return served_wanted(fd, PATIENCE);
}

/* Not the boot CPU: that would start at the reset vector, where there is nothing. */
static struct vcpu *vcpu_with_init(struct vm *vm, uint8_t *memory, int fd)
{
	struct vcpu *vcpu = &vm->cpus[1];

	if (!page_wanted(vcpu, memory, fd))
		return NULL;
	vcpu_stop(vcpu);
	vcpu_send_init(vcpu);
	vcpu_start(vcpu);
	return vcpu;
}

static void check_init_and_close(void)
{
	struct vm *vm = vm_create(2, 0);
	struct kvm_mp_state state = { 0 };
	struct vcpu *vcpu;
	uint64_t begin;
	int fd;
	uint8_t *memory = served_memory(1, &fd);

	vcpu = vcpu_with_init(vm, memory, fd);
	tap_check(vcpu, "a vCPU waits for a page, and is sent INIT");
	usleep(SETTLE_US);
	begin = guest_tsc();
	vcpu_stop(vcpu);
	tap_check(ms_since(begin) < AT_ONCE_MS, "INIT: a signal gets it out in %ld ms",
		  ms_since(begin));
	ioctl(vcpu->fd, KVM_GET_MP_STATE, &state);
	tap_check(state.mp_state == KVM_MP_STATE_INIT_RECEIVED, "it has taken INIT: state %u",
		  state.mp_state);
	begin = guest_tsc();
	vm_destroy(vm);
	tap_check(ms_since(begin) < AT_ONCE_MS, "the VM is closed in %ld ms", ms_since(begin));
	check_items(1, 0, "closed");
	close(fd);
	check_items(0, AT_ONCE_MS, "the server is gone");
}

/* A VMM that is its own server. */
static void vmm_child(int ready)
{
	struct vm *vm = vm_create(2, 0);
	int fd;
	uint8_t *memory = served_memory(1, &fd);

	if (vcpu_with_init(vm, memory, fd) && write(ready, "r", 1) == 1)
		pause();
	_exit(0);
}

static bool child_is_reaped(void *argument)
{
	return waitpid(*(pid_t *)argument, NULL, WNOHANG) != 0;
}

static void check_kill(void)
{
	int ready[2];
	uint64_t begin;
	bool reaped;
	char byte;
	pid_t pid;

	if (pipe(ready) < 0)
		tap_fail("pipe");
	fflush(stdout);
	pid = fork();
	if (!pid)
		vmm_child(ready[1]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 1)
		tap_fail("the VMM does not start");
	close(ready[0]);
	usleep(SETTLE_US);
	begin = guest_tsc();
	kill(pid, SIGKILL);
	reaped = wait_until(child_is_reaped, &pid, REAP_MS);
	tap_check(reaped, "a VMM is killed: gone after %ld ms", ms_since(begin));
	check_items(0, AT_ONCE_MS, "killed");
}

void test_unserved_cancel(void)
{
	check_init_and_close();
	check_kill();
}

/* Guest: writes the MSR, and gives the reader a chance to fault again, so many times. */
struct rewriter {
	uint64_t value;
	int times;
	volatile int done;
	volatile uint64_t longest; /* TSC */
};

static void rewrite(void *argument)
{
	struct rewriter *rewriter = argument;
	uint64_t begin;

	while (!touch.begin)
		guest_yield();
	for (rewriter->done = 0; rewriter->done < rewriter->times; rewriter->done++) {
		/* Until a worker waits. */
		for (begin = guest_tsc(); guest_tsc() - begin < SETTLE_TSC;)
			;
		begin = guest_tsc();
		guest_write_msr(MSR_KVM_ASYNC_PF_EN, rewriter->value);
		if (guest_tsc() - begin > rewriter->longest)
			rewriter->longest = guest_tsc() - begin;
		guest_yield();
	}
}

static bool rewriter_done(void *argument)
{
	const struct rewriter *rewriter = argument;

	return rewriter->done == rewriter->times;
}

/* A page that is there after all: the vCPU goes on. */
static void serve_and_finish(struct vcpu *vcpu, uint8_t *memory, int fd)
{
	served_give(fd, (uint64_t)memory, SERVED);
	tap_check(vcpu_wait(vcpu, PATIENCE) == VCPU_DONE && touch.value == SERVED,
		  "when the page comes, the guest has it");
	check_items(0, AT_ONCE_MS, "the page has come");
	close(fd);
}

static void check_host_write(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	uint64_t begin;
	bool written;
	int fd;
	uint8_t *memory = served_memory(1, &fd);

	vm_enable_apf(vm, 0);
	tap_check(page_wanted(vcpu, memory, fd), "a vCPU waits for a page");
	vcpu_stop(vcpu);
	begin = guest_tsc();
	written = vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, vcpu->guest->apf_msr);
	tap_check(written && ms_since(begin) < AT_ONCE_MS, "user space writes the MSR in %ld ms",
		  ms_since(begin));
	vcpu_start(vcpu);
	serve_and_finish(vcpu, memory, fd);
	vm_destroy(vm);
}

static void check_guest_writes(void)
{
	static struct rewriter rewriter;
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	int fd;
	uint8_t *memory = served_memory(1, &fd);

	vm_enable_apf(vm, 0);
	touch.begin = 0;
	rewriter = (struct rewriter){ .value = vcpu->guest->apf_msr, .times = REWRITES };
	guest_task_add(vcpu->guest, rewrite, &rewriter, 0);
	page_wanted(vcpu, memory, fd);
	/* The last fault may be the vCPU's own, and end only when the page comes. */
	wait_until(rewriter_done, &rewriter, PATIENCE / 4);
	tap_check(rewriter.done >= LIMIT - 1, "the guest writes the MSR %d times", rewriter.done);
	tap_check(rewriter.longest < AT_ONCE_MS * UINT64_C(1000000), "in %ld ms at most",
		  (long)(rewriter.longest / 1000000));
	check_items(LIMIT, 0, "the guest has forgotten them");
	serve_and_finish(vcpu, memory, fd);
	vm_destroy(vm);
}

void test_unserved_msr(void)
{
	check_host_write();
	check_guest_writes();
}

void test_slot_replaced(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	int fd, latency = read_latency();
	uint8_t *memory = served_memory(1, &fd), *data;
	bool is_read;
	uint64_t begin;

	tap_check(page_wanted(vcpu, memory, fd), "a vCPU waits for a page");
	vcpu_stop(vcpu);
	vm_set_slot(vm, VM_SLOT_DATA, VM_DATA, memory, 0, 0);
	data = vm_add_data(vm, 1);
	pageout(data, GUEST_PAGE);
	begin = guest_tsc();
	vcpu_start(vcpu);
	is_read = vcpu_wait(vcpu, AT_ONCE_MS + 5 * latency) == VCPU_DONE && touch.value == 1;
	tap_check(is_read, "other memory in its place is read, after %ld ms", ms_since(begin));
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	close(fd);
	vm_destroy(vm);
}

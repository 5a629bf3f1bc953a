// SPDX-License-Identifier: GPL-2.0-or-later
/* What a guest is told about missing pages, when, and what not. */
#include "host_tests.h"

#define PAGES	  2
#define TICK_NS	  2000000
#define FILL	  0xa5
#define PATIENCE  (20000 + 10 * read_latency())
#define RFLAGS_IF 0x200

static struct touch touches[PAGES];
static volatile uint64_t off_since, off_until;
static volatile int spin_ms;

static bool area_untouched(const struct apf_area *area)
{
	for (size_t i = 0; i < sizeof(area->rest); i++)
		if (area->rest[i] != FILL)
			return false;
	return true;
}

static void area_fill(struct apf_area *area)
{
	for (size_t i = 0; i < sizeof(area->rest); i++)
		area->rest[i] = FILL;
}

/* Not present and then ready for a token, in the log of one CPU. */
static void check_pair(int cpu, const struct guest_event *missing, const struct guest_event *ready)
{
	uint64_t token = missing->cr2;

	tap_check(missing->reason == APF_NOT_PRESENT && ready->reason == APF_READY,
		  "CPU %d: reasons %u and %u", cpu, missing->reason, ready->reason);
	tap_check(!missing->error && !ready->error, "CPU %d: error codes %d and %d", cpu,
		  (int)missing->error, (int)ready->error);
	tap_check(token && !(token >> 32) && token != APF_ALL, "CPU %d: token 0x%llx in CR2", cpu,
		  (unsigned long long)token);
	tap_check(ready->cr2 == token, "CPU %d: CR2 of ready is 0x%llx", cpu,
		  (unsigned long long)ready->cr2);
	tap_check(missing->cs == GUEST_CODE3 && missing->rflags & ready->rflags & RFLAGS_IF,
		  "CPU %d: CPL %d, interrupts on", cpu, missing->cs & 3);
	tap_check(ready->tsc - missing->tsc > (uint64_t)read_latency() * 500000,
		  "CPU %d: %d ms apart", cpu, (int)((ready->tsc - missing->tsc) / 1000000));
}

static void check_cpu(int cpu)
{
	struct guest_cpu *guest = &guest_cpus[cpu];
	const struct guest_event *events = guest->events;

	tap_check(!guest->gp_faults, "CPU %d: the MSR can be written", cpu);
	if (!tap_check(guest->event_count == 3, "CPU %d: %u events", cpu, guest->event_count))
		return;
	tap_check(events[0].reason == APF_READY && events[0].cr2 == APF_ALL && !events[0].error,
		  "CPU %d: broadcast first", cpu);
	check_pair(cpu, &events[1], &events[2]);
	tap_check(!guest->area->reason && area_untouched(guest->area),
		  "CPU %d: bytes 4 to 63 of the area are as they were", cpu);
}

void test_abi_selftest(void)
{
	struct vm *vm = vm_create(PAGES, 0);

	vm_enable_apf(vm, 0);
	pageout(vm_add_data(vm, PAGES), PAGES * GUEST_PAGE);
	for (size_t i = 0; i < PAGES; i++) {
		area_fill(vm->cpus[i].guest->area);
		touches[i] = (struct touch){ .address = data_page(i) };
		guest_task_add(vm->cpus[i].guest, guest_touch, &touches[i], 3);
		vcpu_finish(&vm->cpus[i], PATIENCE);
	}
	tap_check(touches_right(touches, PAGES), "the pages are read");
	for (int i = 0; i < PAGES; i++)
		check_cpu(i);
	tap_check(guest_cpus[0].events[1].cr2 != guest_cpus[1].events[1].cr2,
		  "CPUs have different tokens");
	vm_destroy(vm);
}

static void touch_with_interrupts_off(void *touch)
{
	guest_cli();
	guest_touch(touch);
	guest_sti();
}

/* Begins when the other task waits. Longer than that does. */
static void spin_with_interrupts_off(void *argument)
{
	const struct guest_cpu *cpu = guest_self();
	uint64_t end;

	(void)argument;
	while (cpu->tasks[0].state != TASK_BLOCKED && cpu->tasks[0].state != TASK_DONE)
		guest_yield();
	guest_cli();
	off_since = guest_tsc();
	end = off_since + (uint64_t)spin_ms * 1000000;
	while (guest_tsc() < end)
		;
	off_until = guest_tsc();
	guest_sti();
}

static void check_ready_after_sti(const struct guest_cpu *guest)
{
	const struct guest_event *ready = &guest->events[2];

	if (!tap_check(guest->event_count == 3, "%u events", guest->event_count))
		return;
	tap_check(guest->events[1].reason == APF_NOT_PRESENT && guest->events[1].tsc < off_since,
		  "one task waits while the other switches interrupts off");
	tap_check(ready->reason == APF_READY && ready->tsc > off_until,
		  "ready comes when they are on again");
	tap_check(ready->tsc - off_until < 1000000, "at once: after %llu us",
		  (unsigned long long)(ready->tsc - off_until) / 1000);
}

void test_irq_off(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	uint8_t *data = vm_add_data(vm, PAGES);

	vm_enable_apf(vm, 0);
	touches[0] = (struct touch){ .address = VM_DATA };
	guest_task_add(vcpu->guest, touch_with_interrupts_off, &touches[0], 3);
	pageout(data, PAGES * GUEST_PAGE);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[0].value == 1 && vcpu->major_faults == 1,
		  "interrupts off: the vCPU's thread reads the page itself (%ld)",
		  vcpu->major_faults);
	tap_check(vcpu->guest->event_count == 1 && vcpu->guest->events[0].cr2 == APF_ALL,
		  "and no event but the broadcast comes");

	vcpu->guest->task_count = 0;
	touches[1] = (struct touch){ .address = data_page(1) };
	spin_ms = 2 * read_latency();
	guest_task_add(vcpu->guest, guest_touch, &touches[1], 3);
	guest_task_add(vcpu->guest, spin_with_interrupts_off, NULL, 3);
	vcpu_finish(vcpu, PATIENCE);
	check_ready_after_sti(vcpu->guest);
	tap_check(touches[1].value == 2, "the page is read");
	vm_destroy(vm);
}

static volatile bool halted_for_good;

static void halt_with_interrupts_off(void *argument)
{
	(void)argument;
	while (guest_self()->tasks[0].state == TASK_RUNNABLE)
		guest_yield();
	halted_for_good = true;
	asm volatile("cli; hlt" ::: "memory");
}

void test_irq_off_halt(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	int latency = read_latency();
	long before, used;

	vm_enable_apf(vm, 0);
	pageout(vm_add_data(vm, 1), GUEST_PAGE);
	add_readers(vcpu->guest, touches, 1, 3);
	guest_task_add(vcpu->guest, halt_with_interrupts_off, NULL, 0);
	vcpu_start(vcpu);
	vcpu_wait(vcpu, latency / 2);
	tap_check(vcpu->guest->tasks[0].state == TASK_BLOCKED && halted_for_good,
		  "a task waits, and the CPU halts with interrupts off");
	before = proc_thread_ms(vcpu->tid);
	vcpu_wait(vcpu, 2 * latency);
	used = proc_thread_ms(vcpu->tid) - before;
	tap_check(vcpu->guest->tasks[0].state == TASK_BLOCKED, "so it is not told");
	tap_check(used <= 20, "and the vCPU's thread sleeps, but for %ld ms of %d", used,
		  2 * latency);
	vm_destroy(vm);
}

/* Reads a page at CPL 0. */
static void kernel_read(struct vcpu *vcpu)
{
	touches[0] = (struct touch){ .address = VM_DATA };
	guest_task_add(vcpu->guest, guest_touch, &touches[0], 0);
	vcpu->guest->timer_ns = TICK_NS;
	pageout(vm_add_data(vcpu->vm, 1), GUEST_PAGE);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[0].value == 1, "a task at CPL 0 reads a page");
}

void test_ready_without_np(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	struct trace trace;

	vm_enable_apf(vm, 0);
	tap_check(trace_start(), "the trace points are there");
	kernel_read(vcpu);
	trace = trace_stop();
	tap_check(trace_count(&trace, TRACE_COMPLETED, NULL) == 1, "a worker brought it");
	tap_check(vcpu->guest->ticks > 10, "interrupts came in meanwhile: %llu",
		  (unsigned long long)vcpu->guest->ticks);
	tap_check(guest_count_events(vcpu->guest, APF_READY) == 1 &&
			  vcpu->guest->events[0].cr2 == APF_ALL,
		  "no ready event but the broadcast");
	tap_check(!guest_count_events(vcpu->guest, APF_NOT_PRESENT), "nor one for not present");
	tap_check(!vcpu->guest->strays, "none for nobody");
	trace_free(&trace);
	vm_destroy(vm);
}

void test_kernel_event(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];

	vm_enable_apf(vm, APF_SEND_ALWAYS);
	kernel_read(vcpu);
	tap_check(guest_count_events(vcpu->guest, APF_NOT_PRESENT) == 1 &&
			  !(vcpu->guest->events[1].cs & 3),
		  "it is told that the page is missing, as it wants to be");
	tap_check(guest_count_events(vcpu->guest, APF_READY) == 2 && !vcpu->guest->strays,
		  "and that it is there");
	vm_destroy(vm);
}

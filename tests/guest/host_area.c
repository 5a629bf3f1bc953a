// SPDX-License-Identifier: GPL-2.0-or-later
/* The area where events are announced: swapped out, moved, deleted, not read
 * yet, not served, without memory. */
#include "host_tests.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PATIENCE   (20000 + 10 * read_latency())
#define TICK_NS	   2000000
#define FILL	   0x5a
#define PAGES	   2
#define LIMIT	   64
#define MORE	   6
#define AT_ONCE_MS 1000

static struct touch touches[LIMIT + MORE];

static uint8_t *area_memory(void)
{
	uint8_t *memory =
		mmap(NULL, GUEST_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		tap_fail("mmap: %s", strerror(errno));
	memset(memory, FILL, GUEST_PAGE);
	*(uint32_t *)memory = 0;
	return memory;
}

static bool memory_filled(const uint8_t *memory)
{
	for (size_t i = sizeof(uint32_t); i < GUEST_PAGE; i++)
		if (memory[i] != FILL)
			return false;
	return *(const uint32_t *)memory == 0;
}

/* In a slot of its own, and used when the CPU starts. */
static void area_enable(struct vm *vm, uint8_t *area)
{
	struct guest_cpu *guest = vm->cpus[0].guest;

	vm_set_slot(vm, VM_SLOT_AREA, VM_AREA, area, GUEST_PAGE, 0);
	guest->area = (struct apf_area *)(uint64_t)VM_AREA;
	guest->apf_msr = VM_AREA | APF_ENABLED;
}

/* A VM with an area whose broadcast is over. */
static struct vm *vm_with_area(size_t pages, uint8_t **data, uint8_t **area)
{
	struct vm *vm = vm_create(1, 0);
	struct guest_cpu *guest = vm->cpus[0].guest;

	read_latency();
	*data = vm_add_data(vm, pages);
	*area = area_memory();
	area_enable(vm, *area);
	guest->timer_ns = TICK_NS;
	vcpu_finish(&vm->cpus[0], PATIENCE);
	tap_check(guest->event_count == 1 && guest->events[0].cr2 == APF_ALL, "broadcast comes");
	return vm;
}

static void reader_add(struct guest_cpu *guest, int page)
{
	guest->task_count = 0;
	touches[page] = (struct touch){ .address = data_page((size_t)page) };
	guest_task_add(guest, guest_touch, &touches[page], 3);
}

/* The area is away when the fault happens. */
static void check_missing(struct vcpu *vcpu, uint8_t *data, uint8_t *area)
{
	uint32_t before = vcpu->guest->event_count;

	reader_add(vcpu->guest, 0);
	pageout(data, PAGES * GUEST_PAGE);
	pageout(area, GUEST_PAGE);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[0].value == 1, "not present: the page is read");
	tap_check(vcpu->guest->event_count == before, "without an event");
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
}

/* The area goes away when the guest waits. */
static void check_ready(struct vcpu *vcpu, uint8_t *data, uint8_t *area)
{
	struct guest_cpu *guest = vcpu->guest;
	uint32_t before;

	/* Not only read: it would be there, but not to be written to. */
	*(volatile uint32_t *)area = 0;
	before = guest->event_count;
	reader_add(guest, 1);
	pageout(data, PAGES * GUEST_PAGE);
	vcpu_start(vcpu);
	tap_check(wait_for_events(guest, APF_NOT_PRESENT, 1, read_latency() / 2),
		  "ready: the guest waits");
	pageout(area, GUEST_PAGE);
	tap_check(vcpu_wait(vcpu, PATIENCE) == VCPU_DONE && touches[1].value == 2,
		  "and has the page");
	vcpu_stop(vcpu);
	tap_check(guest->event_count == before + 2 && guest->events[before + 1].reason == APF_READY,
		  "after an event, for which the area was read");
}

void test_area_paged_out(void)
{
	uint8_t *data, *area;
	struct vm *vm = vm_with_area(PAGES, &data, &area);

	check_missing(&vm->cpus[0], data, area);
	check_ready(&vm->cpus[0], data, area);
	vm_destroy(vm);
}

/* Nobody but KVM has business with this page: it has to get it back by itself.
 */
void test_area_comes_back(void)
{
	uint8_t *data, *area;
	struct vm *vm = vm_with_area(PAGES, &data, &area);
	struct vcpu *vcpu = &vm->cpus[0];

	check_missing(vcpu, data, area);
	reader_add(vcpu->guest, 1);
	pageout(data, PAGES * GUEST_PAGE);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[1].value == 2 && guest_count_events(vcpu->guest, APF_NOT_PRESENT) == 1,
		  "the next page that is missing is reported");
	vm_destroy(vm);
}

void test_memslot_move(void)
{
	uint8_t *data, *area, *other = area_memory();
	struct vm *vm = vm_with_area(PAGES, &data, &area);
	struct vcpu *vcpu = &vm->cpus[0];
	uint32_t before = vcpu->guest->event_count;

	tap_check(memory_filled(area), "beyond the reason the area is as it was");
	vm_set_slot(vm, VM_SLOT_AREA, VM_AREA, area, 0, 0);
	reader_add(vcpu->guest, 0);
	pageout(data, PAGES * GUEST_PAGE);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[0].value == 1, "slot deleted: the page is read");
	tap_check(vcpu->guest->event_count == before, "without an event");
	tap_check(memory_filled(area), "nothing is written to where the area was");

	vm_set_slot(vm, VM_SLOT_AREA, VM_AREA, other, GUEST_PAGE, 0);
	reader_add(vcpu->guest, 1);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[1].value == 2, "other memory in its place: the page is read");
	tap_check(vcpu->guest->event_count == before + 2, "with two events");
	tap_check(memory_filled(area), "nothing is written to where the area was");
	vm_destroy(vm);
}

void test_reason_busy(void)
{
	uint8_t *data, *area;
	struct vm *vm = vm_with_area(PAGES, &data, &area);
	struct vcpu *vcpu = &vm->cpus[0];
	uint32_t before = vcpu->guest->event_count;

	reader_add(vcpu->guest, 0);
	pageout(data, PAGES * GUEST_PAGE);
	*(volatile uint32_t *)area = APF_NOT_PRESENT;
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches[0].value == 1, "the page is read");
	tap_check(vcpu->guest->event_count == before,
		  "no event while the reason of the last is not read");
	tap_check(*(volatile uint32_t *)area == APF_NOT_PRESENT, "which stays as it is");
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	vm_destroy(vm);
}

/* Guest: nothing, when at last it may run. */
static void guest_pass(void *argument)
{
	(void)argument;
}

/* A task that waits for the broadcast, and none that could run. */
static void waiter_add(struct guest_cpu *guest)
{
	struct guest_task *task = guest_task_add(guest, guest_pass, NULL, 3);

	task->token = 1;
	task->state = TASK_BLOCKED;
}

/* The vCPU's thread for a second in which nothing happens. */
static void check_idle(const struct vcpu *vcpu, const char *when)
{
	uint64_t halts = vcpu->guest->halts, ticks = vcpu->guest->ticks;
	long ms = proc_thread_ms(vcpu->tid);

	usleep(AT_ONCE_MS * 1000);
	ms = proc_thread_ms(vcpu->tid) - ms;
	halts = vcpu->guest->halts - halts;
	ticks = vcpu->guest->ticks - ticks;
	tap_check(halts <= ticks + 10, "%s: in a second the guest halts %d times, with %d ticks",
		  when, (int)halts, (int)ticks);
	tap_check(ms < AT_ONCE_MS / 2, "%s: and its thread runs for %ld ms", when, ms);
}

static void check_stops(struct vcpu *vcpu)
{
	uint64_t begin = guest_tsc();
	long ms;

	vcpu_stop(vcpu);
	ms = (long)((guest_tsc() - begin) / 1000000);
	tap_check(ms < AT_ONCE_MS, "a signal gets the vCPU out of KVM_RUN in %ld ms", ms);
}

void test_unserved_area(void)
{
	int fd;
	uint8_t *area = served_memory(1, &fd);
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	struct guest_cpu *guest = vcpu->guest;

	area_enable(vm, area);
	waiter_add(guest);
	vcpu_start(vcpu);
	tap_check(served_wanted(fd, 10 * AT_ONCE_MS) == (uint64_t)area,
		  "the area is asked for, to announce the broadcast");
	check_idle(vcpu, "meanwhile");
	check_stops(vcpu);
	vcpu_start(vcpu);
	usleep(AT_ONCE_MS * 100);
	check_idle(vcpu, "after that");
	served_give(fd, (uint64_t)area, 0);
	tap_check(vcpu_wait(vcpu, 10 * AT_ONCE_MS) == VCPU_DONE, "served: the guest goes on");
	tap_check(guest->event_count == 1 && guest->events[0].cr2 == APF_ALL,
		  "with %u event, the broadcast", guest->event_count);
	close(fd);
	vm_destroy(vm);
}

/*
 * The area goes away when the guest has been told of as many pages as may be on their way. The vCPU
 * is stopped meanwhile, so that its guest is not in the middle of reading a reason.
 */
static void area_lost(struct vcpu *vcpu, uint8_t *data, uint8_t *area, int left)
{
	struct guest_cpu *guest = vcpu->guest;
	unsigned int told;

	guest->task_count = 0;
	add_readers(guest, touches, LIMIT, 3);
	pageout(data, (LIMIT + MORE) * GUEST_PAGE);
	vcpu_start(vcpu);
	wait_for_events(guest, APF_NOT_PRESENT, LIMIT, read_latency());
	vcpu_stop(vcpu);
	told = guest_count_events(guest, APF_NOT_PRESENT);
	tap_check(told == LIMIT && guest_count_tasks(guest, TASK_BLOCKED) == LIMIT,
		  "the guest is told of %u pages, and waits for %u", told,
		  guest_count_tasks(guest, TASK_BLOCKED));
	mprotect(area, GUEST_PAGE, left);
	vcpu_start(vcpu);
	usleep((useconds_t)(2 * read_latency()) * 1000);
}

/* How many of the pages beyond those that the guest waits for have been read. */
static int count_more(void)
{
	int count = 0;

	for (int i = LIMIT; i < LIMIT + MORE; i++)
		count += touches[i].end != 0;
	return count;
}

static void check_area_dead(int left, const char *name)
{
	uint8_t *data, *area;
	struct vm *vm = vm_with_area(LIMIT + MORE, &data, &area);
	struct vcpu *vcpu = &vm->cpus[0];
	struct guest_cpu *guest = vcpu->guest;
	uint32_t before;

	area_lost(vcpu, data, area, left);
	check_idle(vcpu, name);
	check_stops(vcpu);
	before = guest->event_count;
	for (size_t i = LIMIT; i < LIMIT + MORE; i++) {
		touches[i] = (struct touch){ .address = data_page(i) };
		guest_task_add(guest, guest_touch, &touches[i], 3);
	}
	vcpu_start(vcpu);
	usleep((useconds_t)((2 + MORE) * read_latency()) * 1000);
	tap_check(count_more() == MORE, "%s: %d of %d more pages are read", name, count_more(),
		  MORE);
	tap_check(guest->event_count == before, "without an event");
	vcpu_stop(vcpu);
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	mprotect(area, GUEST_PAGE, PROT_READ | PROT_WRITE);
	vcpu_set_msr(vcpu, MSR_KVM_ASYNC_PF_EN, guest->apf_msr);
	vcpu_finish(vcpu, PATIENCE);
	tap_check(touches_right(touches, LIMIT + MORE) && guest->events[before].cr2 == APF_ALL,
		  "it is there again, and enabled: the broadcast restarts all");
	vm_destroy(vm);
}

void test_area_dead(void)
{
	check_area_dead(PROT_NONE, "PROT_NONE");
	check_area_dead(PROT_READ, "PROT_READ");
}

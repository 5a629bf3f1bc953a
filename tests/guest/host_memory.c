// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory of other kinds: read only, and served by user space. */
#include "host_tests.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGES	  3
#define TICK_NS	  2000000
#define PATIENCE  (20000 + 10 * PAGES * read_latency())
#define SERVER_MS 300
#define WRITTEN	  0xbadul

static struct touch touches[PAGES + 1];
static struct worker worker;

/* Memory that neither KVM nor we may write to: a worker that tried to would
 * fail for ever. */
static uint8_t *rom_create(void)
{
	uint8_t *rom = mmap(NULL, PAGES * GUEST_PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (rom == MAP_FAILED)
		tap_fail("mmap: %s", strerror(errno));
	for (size_t i = 0; i < PAGES; i++)
		*(uint64_t *)(rom + i * GUEST_PAGE) = i + 1;
	mprotect(rom, PAGES * GUEST_PAGE, PROT_READ);
	return rom;
}

static void touch_all(void *argument)
{
	(void)argument;
	for (int i = 0; i < PAGES; i++)
		guest_touch(&touches[i]);
	guest_touch(&touches[PAGES]);
}

void test_ro_slot(void)
{
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	uint8_t *rom = rom_create();
	struct trace trace;

	vm_set_slot(vm, VM_SLOT_DATA, VM_DATA, rom, PAGES * GUEST_PAGE, KVM_MEM_READONLY);
	for (size_t i = 0; i < PAGES; i++)
		touches[i] = (struct touch){ .address = data_page(i) };
	touches[PAGES] = (struct touch){ .address = VM_DATA, .write = true, .value = WRITTEN };
	guest_task_add(vcpu->guest, touch_all, NULL, 3);
	pageout(rom, PAGES * GUEST_PAGE);
	trace_start();
	vcpu_finish(vcpu, PATIENCE);
	trace = trace_stop();
	tap_check(touches_right(touches, PAGES), "%d pages of a read-only slot are read", PAGES);
	tap_check(trace_count(&trace, TRACE_COMPLETED, NULL) == PAGES, "by workers: %zu",
		  trace_count(&trace, TRACE_COMPLETED, NULL));
	tap_check(!vcpu->major_faults, "the vCPU's thread had %ld major faults",
		  vcpu->major_faults);
	tap_check(trace_count(&trace, TRACE_TRY, NULL) == PAGES, "at the first attempt: %zu",
		  trace_count(&trace, TRACE_TRY, NULL));
	tap_check(vcpu->mmio_writes == 1 && *(uint64_t *)rom == 1,
		  "a write goes to user space, and nowhere else");
	trace_free(&trace);
	vm_destroy(vm);
}

/* Gives the page when it is asked for, late. */
static void *page_server(void *argument)
{
	int fd = *(int *)argument;
	uint64_t address = served_wanted(fd, PATIENCE);

	usleep(SERVER_MS * 1000);
	served_give(fd, address, 1);
	return NULL;
}

void test_uffd(void)
{
	int ticks = SERVER_MS * 1000000 / TICK_NS, share, fd;
	uint8_t *memory = served_memory(1, &fd);
	struct vm *vm = vm_create(1, 0);
	struct vcpu *vcpu = &vm->cpus[0];
	pthread_t server;
	uint64_t stall;

	if (pthread_create(&server, NULL, page_server, &fd))
		tap_fail("cannot make a thread");
	pthread_detach(server);
	vm_set_slot(vm, VM_SLOT_DATA, VM_DATA, memory, GUEST_PAGE, 0);
	touches[0] = (struct touch){ .address = VM_DATA };
	worker = (struct worker){ .touch = &touches[0] };
	guest_task_add(vcpu->guest, guest_touch, &touches[0], 3);
	guest_task_add(vcpu->guest, guest_work, &worker, 3);
	vcpu->guest->round_robin = true;
	vcpu->guest->timer_ns = TICK_NS;
	vcpu_finish(vcpu, PATIENCE);
	stall = touches[0].end - touches[0].begin;
	share = (int)(worker.busy * 100 / stall);
	tap_check(touches_right(touches, 1), "a page that user space serves is read");
	tap_check(stall > SERVER_MS * UINT64_C(900000), "after %d ms", (int)(stall / 1000000));
	tap_check((int)vcpu->guest->ticks > ticks / 2, "%d timer interrupts, of about %d",
		  (int)vcpu->guest->ticks, ticks);
	tap_check(share >= 30, "another task had %d %% of the time", share);
	vm_destroy(vm);
}

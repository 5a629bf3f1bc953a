// SPDX-License-Identifier: GPL-2.0-or-later
/* Exits for a page: one with a prefault, two without, which is right under
 * shadow paging. */
#include "host_tests.h"

#include <stdio.h>
#include <string.h>

#define PAGES	 5
#define PATIENCE (20000 + 10 * PAGES * read_latency())
#define TICK_NS	 2000000
#define NPT	 "/sys/module/kvm_amd/parameters/npt"
#define VIEW	 0x90000000u /* 2 MiB that two address spaces have different memory at */
#define LARGE	 0x200000u

static struct touch touches[PAGES];

static bool paging_is_shadow(void)
{
	char line[8];

	return proc_read_line(NPT, line, sizeof(line)) && (line[0] == 'N' || line[0] == '0');
}

static size_t count_exits(const struct trace *trace, uint64_t address)
{
	char text[40];

	snprintf(text, sizeof(text), "address 0x%016llx", (unsigned long long)address);
	return trace_count(trace, TRACE_PAGE_FAULT, text);
}

static void touch_all(void *argument)
{
	(void)argument;
	for (int i = 0; i < PAGES; i++)
		guest_touch(&touches[i]);
}

void test_prefault_tdp(void)
{
	size_t exits = 0, completed;
	struct vm *vm;
	struct trace trace;

	if (paging_is_shadow())
		tap_skip("needs kvm_amd.npt=1");
	vm = vm_create(1, 0);
	for (size_t i = 0; i < PAGES; i++)
		touches[i] =
			(struct touch){ .address = data_page(i), .write = i % 2, .value = i + 1 };
	guest_task_add(vm->cpus[0].guest, touch_all, NULL, 3);
	pageout(vm_add_data(vm, PAGES), PAGES * GUEST_PAGE);
	trace_start();
	vcpu_finish(&vm->cpus[0], PATIENCE);
	trace = trace_stop();
	completed = trace_count(&trace, TRACE_COMPLETED, NULL);
	for (size_t i = 0; i < PAGES; i++)
		exits += count_exits(&trace, data_page(i));
	tap_check(touches_right(touches, PAGES), "%d pages are read", PAGES);
	tap_check(completed == PAGES, "by workers: %zu", completed);
	tap_check(exits == PAGES, "with %zu exits, one each", exits);
	trace_free(&trace);
	vm_destroy(vm);
}

/* In the other address space, where the same address has another page. */
static volatile uint64_t wrong_reads, right_reads;

static void read_other(void *argument)
{
	const struct touch *touch = argument;

	while (!touch->end) {
		if (guest_read(VIEW) == 1)
			wrong_reads++;
		else
			right_reads++;
	}
}

void test_no_prefault_shadow(void)
{
	/* The page that is missing is page 0; the one that is there, page LARGE /
	 * GUEST_PAGE. */
	const size_t pages = 2 * LARGE / GUEST_PAGE;
	bool shadow = paging_is_shadow();
	struct guest_task *task;
	struct trace trace;
	struct vcpu *vcpu;
	struct vm *vm;

	if (!shadow)
		tap_skip("needs kvm_amd.npt=0");
	vm = vm_create(1, 0);
	vcpu = &vm->cpus[0];
	touches[0] = (struct touch){ .address = VIEW };
	task = guest_task_add(vcpu->guest, guest_touch, &touches[0], 3);
	task->cr3 = guest_page_tables_moved(0, VIEW, VM_DATA);
	task = guest_task_add(vcpu->guest, read_other, &touches[0], 3);
	task->cr3 = guest_page_tables_moved(1, VIEW, VM_DATA + LARGE);
	vcpu->guest->round_robin = true;
	vcpu->guest->timer_ns = TICK_NS;
	pageout(vm_add_data(vm, pages), GUEST_PAGE);
	trace_start();
	vcpu_finish(vcpu, PATIENCE);
	trace = trace_stop();
	tap_check(touches[0].value == 1, "one address space reads its page");
	tap_check(!wrong_reads, "the other does not read that page: %llu times of %llu",
		  (unsigned long long)wrong_reads, (unsigned long long)(wrong_reads + right_reads));
	tap_check(count_exits(&trace, VIEW) > trace_count(&trace, TRACE_COMPLETED, NULL),
		  "the address faulted again when its page was there: %zu times",
		  count_exits(&trace, VIEW));
	trace_free(&trace);
	vm_destroy(vm);
}

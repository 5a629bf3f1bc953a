/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests of the series' host half, and what several of them use. */
#ifndef HOST_TESTS_H
#define HOST_TESTS_H

#include "lib/guest.h"
#include "lib/pageout.h"
#include "lib/proc.h"
#include "lib/served.h"
#include "lib/tap.h"
#include "lib/trace.h"
#include "lib/vmm.h"

void test_abi_selftest(void);
void test_area_comes_back(void);
void test_area_dead(void);
void test_area_paged_out(void);
void test_double_fault(void);
void test_foreign_server(void);
void test_irq_off(void);
void test_irq_off_halt(void);
void test_kernel_event(void);
void test_lifecycle(void);
void test_limit_64(void);
void test_load(void);
void test_memslot_move(void);
void test_migrate(void);
void test_mp_state(void);
void test_msr_gp(void);
void test_msr_send_always(void);
void test_no_prefault_shadow(void);
void test_prefault_tdp(void);
void test_progress_nonpv(void);
void test_progress_pv(void);
void test_ready_without_np(void);
void test_reason_busy(void);
void test_reset_cancel(void);
void test_reset_cancel_pv(void);
void test_ro_slot(void);
void test_same_page(void);
void test_slot_replaced(void);
void test_storm(void);
void test_storm_nonpv(void);
void test_trace_order(void);
void test_uffd(void);
void test_unserved_area(void);
void test_unserved_cancel(void);
void test_unserved_msr(void);
void test_vcpu_majflt(void);

/* Guest: an access to a page, and when it was. */
struct touch {
	uint64_t address;
	bool write; /* of @value */
	volatile uint64_t value, begin, end;
};

void guest_touch(void *touch);

/* Guest: counts its time until @touch is through, but not that in which others
 * run. */
struct worker {
	const struct touch *touch;
	volatile uint64_t busy; /* TSC */
};

void guest_work(void *worker);

/* How long a page takes from the swap device, in milliseconds; measured once.
 */
int read_latency(void);

/* Address of page @n of the memory under test, and one touch a page. */
static inline uint64_t data_page(size_t n)
{
	return VM_DATA + n * GUEST_PAGE;
}

/* Tasks that read pages 0 to @count - 1, one each. */
void add_readers(struct guest_cpu *cpu, struct touch *touches, size_t count, int cpl);

/* Do all touches have the number that vm_add_data() wrote? */
bool touches_right(const struct touch *touches, size_t count);

/* Waits until @count events with @reason are in the log. */
bool wait_for_events(const struct guest_cpu *cpu, uint32_t reason, unsigned int count, int ms);

/* Waits until @count pages are on their way, of all VMs, and tells how many are then. */
bool check_items(long count, int ms, const char *when);

#endif

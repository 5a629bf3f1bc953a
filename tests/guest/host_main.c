// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the series' host half: VMs made for one fault each. Names are those
 * of tests.txt. */
#include "host_tests.h"

static const struct tap_test tests[] = {
	{ "vcpu-majflt", test_vcpu_majflt },
	{ "progress-nonpv", test_progress_nonpv },
	{ "limit-64", test_limit_64 },
	{ "double-fault", test_double_fault },
	{ "same-page", test_same_page },
	{ "mp-state", test_mp_state },
	{ "progress-pv", test_progress_pv },
	{ "abi-selftest", test_abi_selftest },
	{ "msr-gp", test_msr_gp },
	{ "msr-send-always", test_msr_send_always },
	{ "irq-off", test_irq_off },
	{ "irq-off-halt", test_irq_off_halt },
	{ "ready-without-NP", test_ready_without_np },
	{ "kernel-event", test_kernel_event },
	{ "reset-cancel", test_reset_cancel },
	{ "reset-cancel-pv", test_reset_cancel_pv },
	{ "lifecycle", test_lifecycle },
	{ "area-paged-out", test_area_paged_out },
	{ "area-comes-back", test_area_comes_back },
	{ "memslot-move", test_memslot_move },
	{ "reason-busy", test_reason_busy },
	{ "prefault-tdp", test_prefault_tdp },
	{ "no-prefault-shadow", test_no_prefault_shadow },
	{ "migrate", test_migrate },
	{ "trace-order", test_trace_order },
	{ "ro-slot", test_ro_slot },
	{ "uffd", test_uffd },
	{ "slot-replaced", test_slot_replaced },
	{ "unserved-cancel", test_unserved_cancel },
	{ "unserved-msr", test_unserved_msr },
	{ "unserved-area", test_unserved_area },
	{ "area-dead", test_area_dead },
	{ "foreign-server", test_foreign_server },
	{ "load", test_load },
	{ "storm-nonpv", test_storm_nonpv },
	{ "storm", test_storm },
};

int main(int argc, char **argv)
{
	return tap_main(argc, argv, tests, sizeof(tests) / sizeof(tests[0]));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Storms in guests with another kernel, or in which a kernel is interrupted or replaced. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "linux_file.h"
#include "linux_initrd.h"
#include "linux_tests.h"

#define DISTRIBUTION  "/guest/distribution"
#define GUEST_INITRD  "/run/linux-guest.cpio"
#define KEXEC_INITRD  "/run/linux-kexec.cpio"
#define KEXEC_APPEND  "console=ttyS0 loglevel=5 panic=-1 transparent_hugepage=never"
#define LEAVE_SECONDS 3
#define STALL_MS      5000
#define STORM_MS      1000
#define NMI_COUNT     200
#define NMI_PAUSE_US  15000

/*
 * The kernel of a distribution knows the later interface only, with an interrupt for pages that are
 * ready: it must not try to use this host's, and profits from halts as any other guest.
 */
void test_new_guest(void)
{
	const struct vm_options options = {
		.name = "new-guest",
		.kernel = DISTRIBUTION,
		.append = "mitigations=off", /* or it warns of the emulated CPU's faults */
		.vcpus = 2,
		.memory = 256,
		.limit = 224,
	};
	struct trace_counts counts;
	struct stat status;
	struct vm vm;

	/* Empty: tests/guest/distribution.sh could not fetch it. */
	if (stat(DISTRIBUTION, &status) || !status.st_size)
		tap_skip("there is no kernel of a distribution in the host's image");
	test_begin();
	if (!guest_start(&vm, &options) || !storm_begin(&vm, STORM_ARRAY, 8))
		return;
	tap_note("%s", vm_ask(&vm, ANSWER_SECONDS, "version"));
	tap_check(storm_go_on(&vm, STORM_MS, STALL_MS), "all threads get on");
	trace_read(&counts);
	trace_note(&counts);
	tap_check(!counts.msr_writes && !counts.reported, "it does not use the events");
	tap_check(counts.halted, "its vCPUs halt for missing pages");
	storm_end(&vm);
	vm_kill(&vm);
	test_end();
}

/* NMIs come in anywhere, also between an event and the look at its reason. */
void test_nmi(void)
{
	struct trace_counts counts;
	unsigned int sent = 0;
	const char *answer;
	struct vm vm;

	test_begin();
	if (!guest_storm(&vm, "nmi", NULL, 2 * STORM_VCPUS))
		return;
	for (unsigned int i = 0; i < NMI_COUNT; i++) {
		if (i % 16 == 0)
			vm_page_out(&vm);
		sent += !!vm_monitor(&vm, "inject-nmi", NULL);
		usleep(NMI_PAUSE_US);
	}
	tap_check(sent == NMI_COUNT, "%u NMIs are sent", sent);
	answer = vm_ask(&vm, ANSWER_SECONDS, "find /proc/interrupts NMI:");
	tap_note("%s", answer ? answer : "no answer");
	trace_read(&counts);
	trace_note(&counts);
	tap_check(counts.reported && counts.ready, "the guest is told of pages meanwhile");
	tap_check(storm_go_on(&vm, STORM_STEP, STALL_MS), "all threads get on");
	storm_end(&vm);
	vm_kill(&vm);
	test_end();
}

/* The new kernel has other things where the old one had its areas: nobody may write there. */
void test_kexec(void)
{
	static const char *const more[] = { "/guest/bzImage=/kernel", GUEST_INITRD "=/initrd",
					    NULL };
	const struct vm_options options = {
		.name = "kexec",
		.initrd = KEXEC_INITRD,
		.vcpus = STORM_VCPUS,
		.memory = 2 * STORM_MEMORY,
		.limit = 2 * STORM_LIMIT,
	};
	struct trace_counts before, after;
	const char *answer;
	struct vm vm;

	test_begin();
	if (!tap_check(initrd_make(GUEST_INITRD, NULL) && initrd_make(KEXEC_INITRD, more),
		       "the guest's files are made") ||
	    !guest_start(&vm, &options))
		return;
	answer = vm_ask(&vm, BOOT_SECONDS, "load /kernel /initrd " KEXEC_APPEND);
	if (answer && strstr(answer, "not implemented")) {
		vm_kill(&vm);
		tap_skip("the guest's kernel has no kexec_file_load");
	}
	if (!storm_begin(&vm, STORM_ARRAY, 2 * STORM_VCPUS))
		return;
	storm_go_on(&vm, STORM_STEP, STALL_MS);
	trace_read(&before);
	trace_note(&before);
	/* The old kernel goes while pages are missing; the new one has to boot, not to wait. */
	answer = vm_ask(&vm, LEAVE_SECONDS, "kexec");
	reads_take(0);
	tap_check(before.reported, "the guest was told of pages");
	tap_check(answer ? !strcmp(answer, "ready") : vm_wait_ready(&vm, BOOT_SECONDS),
		  "another kernel boots in the storm's place");
	trace_read(&after);
	trace_note(&after);
	tap_check(after.msr_enabled - before.msr_enabled == STORM_VCPUS &&
			  after.msr_writes - before.msr_writes >= 2 * STORM_VCPUS,
		  "the old kernel has switched it off on every vCPU, the new one on");
	if (storm_begin(&vm, STORM_ARRAY, 2 * STORM_VCPUS)) {
		tap_check(storm_go_on(&vm, 2 * STORM_STEP, STALL_MS), "all threads get on");
		storm_end(&vm);
		vm_kill(&vm);
	}
	test_end();
}

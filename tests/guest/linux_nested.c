// SPDX-License-Identifier: GPL-2.0-or-later
/* Guests that have a guest of their own; the host pushes both out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linux_initrd.h"
#include "linux_tests.h"

#define NESTED_INITRD "/run/linux-nested.cpio"
#define GUEST_INITRD  "/run/linux-guest.cpio"
#define NESTED_SOCKET "nested.inner"
#define MEMORY	      512
#define HOST_TESTS    "/tests/host_tests"
#define SHADOW_MEMORY 128
#define INNER_ARRAY   16
#define INNER_THREADS 8
#define ROUNDS	      4
/* All three kernels need back what runs them, one page after the other. */
#define ROUND_MS 2000
/* Emulated twice over, a boot takes its time. */
#define INNER_SECONDS 400

/* Everything that QEMU needs, taken from this host. */
static const char *const files[] = {
	"/usr/bin/qemu-system-x86_64",
	"/usr/share",
	"/usr/lib",
	"/usr/lib64",
	"/lib",
	"/lib64",
	"/guest/bzImage=/kernel",
	GUEST_INITRD "=/initrd",
	NULL,
};

/* Ports three and four of the guest are ports two and one of its own guest. */
static const char inner_command[] =
	"/usr/bin/qemu-system-x86_64 "
	"-accel kvm -cpu host -machine pc-i440fx-10.0,hpet=off -nodefaults -no-user-config "
	"-display none -no-reboot -smp 1 -m 64M -kernel /kernel -initrd /initrd "
	"-chardev serial,id=log,path=/dev/ttyS3 -serial chardev:log "
	"-chardev serial,id=control,path=/dev/ttyS2 -serial chardev:control "
	"-append console=ttyS0";

/* Between the two, what the host does is counted, exits of the inner guest as well. */
static void watch_begin(void)
{
	trace_start();
	trace_nested(true);
}

static void watch_end(struct trace_counts *counts)
{
	trace_read(counts);
	trace_note(counts);
	trace_nested(false);
}

static bool outer_start(struct vm *vm)
{
	static const char *const more[] = {
		"-chardev", "socket,id=inner,server=on,wait=off,path=/run/" NESTED_SOCKET,
		"-serial",  "chardev:inner",
		"-chardev", "file,id=innerlog,path=/run/inner.log",
		"-serial",  "chardev:innerlog",
		NULL,
	};
	const struct vm_options options = {
		.name = "nested-npt",
		.initrd = NESTED_INITRD,
		.vcpus = 2,
		.memory = MEMORY,
		.more = more,
	};

	return tap_check(initrd_make(GUEST_INITRD, NULL) && initrd_make(NESTED_INITRD, files),
			 "the guest's files are made") &&
	       guest_start(vm, &options);
}

static bool inner_start(struct vm *outer, struct vm *inner)
{
	if (tap_check(vm_attach(inner, "inner", NESTED_SOCKET) &&
			      vm_tell(outer, ANSWER_SECONDS, "begin %s", inner_command) &&
			      vm_wait_ready(inner, INNER_SECONDS),
		      "a guest of the guest boots"))
		return true;
	vm_show(inner);
	vm_show(outer);
	return false;
}

/*
 * Both are in the same memory, so that what is pushed out is of the one or the other. Emulated
 * twice over, a thread may wait many seconds for its turn: whether none is stuck shows at the
 * storm's end.
 */
static bool nested_go_on(struct vm *outer, struct vm *inner)
{
	uint64_t before = 0, accesses;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		const char *answer;

		vm_page_out(outer);
		usleep(ROUND_MS * 1000);
		answer = vm_ask(inner, INNER_SECONDS, "progress");
		tap_note("round %u: %s", i, answer ? answer : "no answer");
		accesses = answer ? vm_number(answer, "accesses") : 0;
		if (accesses <= before)
			return false;
		before = accesses;
	}
	return true;
}

/* With nested paging nothing of this must look like a page fault to the inner guest. */
void test_nested_npt(void)
{
	struct trace_counts counts;
	struct vm outer, inner = { .control = -1, .monitor = -1 };

	test_begin();
	if (!outer_start(&outer))
		return;
	if (inner_start(&outer, &inner) && storm_begin(&inner, INNER_ARRAY, INNER_THREADS)) {
		watch_begin();
		tap_check(nested_go_on(&outer, &inner), "the inner guest's threads get on");
		watch_end(&counts);
		tap_check(!counts.nested, "no event ends the inner guest (%u)", counts.nested);
		tap_check(counts.halted + counts.reported, "pages were missing");
		storm_end(&inner);
	}
	guest_log_ok(&outer);
	vm_kill(&inner);
	vm_kill(&outer);
	test_end();
}

/* What the host did while the guest was pushed out, and its own guest with it. */
static void shadow_push_out(struct vm *vm, struct trace_counts *counts)
{
	watch_begin();
	reads_take(STORM_DELAY);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		vm_page_out(vm);
		usleep(ROUND_MS * 1000);
	}
	reads_take(0);
	watch_end(counts);
}

/*
 * With shadow paging the guest intercepts page faults of its own guest, and so gets the host's
 * events in their place. The inner guest is not Linux: an emulated processor (QEMU's TCG, 10.0)
 * lets it read CR3 without asking, and there it finds the shadow's.
 */
void test_nested_shadow(void)
{
	static const char *const more[] = { HOST_TESTS "=/host_tests", NULL };
	const struct vm_options options = {
		.name = "nested-shadow",
		.initrd = NESTED_INITRD,
		.append = "kvm_amd.npt=0",
		.vcpus = 2,
		.memory = SHADOW_MEMORY,
	};
	struct trace_counts counts;
	const char *answer;
	struct vm vm;

	if (access(HOST_TESTS, X_OK))
		tap_skip("there is no " HOST_TESTS " in the host's image");
	test_begin();
	if (!tap_check(initrd_make(NESTED_INITRD, more), "the guest's files are made") ||
	    !guest_start(&vm, &options))
		return;
	tap_check(vm_tell(&vm, ANSWER_SECONDS, "begin LOAD_MS=%u /host_tests load",
			  ROUNDS * ROUND_MS),
		  "a guest of the guest begins");
	shadow_push_out(&vm, &counts);
	answer = vm_ask(&vm, BOOT_SECONDS, "end");
	if (!tap_check(vm_number(answer, "status") == 0, "it finds in its memory what it wrote"))
		vm_show(&vm);
	tap_check(counts.nested, "the guest is told of pages while its own guest runs (%u)",
		  counts.nested);
	tap_check(counts.ready, "and that they are there");
	guest_log_ok(&vm);
	vm_kill(&vm);
	test_end();
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* A guest that has a guest of its own, both with the same kernel; the host pushes both out. */
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
#define INNER_ARRAY   16
#define INNER_THREADS 8
#define STALL_MS      10000
#define STORM_MS      3000
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
	"-accel kvm -cpu host -machine pc-i440fx-10.0,hpet=off -nodefaults -no-user-config "
	"-display none -no-reboot -smp 1 -m 64M -kernel /kernel -initrd /initrd "
	"-chardev serial,id=log,path=/dev/ttyS3 -serial chardev:log "
	"-chardev serial,id=control,path=/dev/ttyS2 -serial chardev:control "
	"-append console=ttyS0";

static bool outer_start(struct vm *vm, const char *name, const char *append)
{
	static const char *const more[] = {
		"-chardev", "socket,id=inner,server=on,wait=off,path=/run/" NESTED_SOCKET,
		"-serial",  "chardev:inner",
		"-chardev", "file,id=innerlog,path=/run/inner.log",
		"-serial",  "chardev:innerlog",
		NULL,
	};
	const struct vm_options options = {
		.name = name,
		.initrd = NESTED_INITRD,
		.append = append,
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
			      vm_tell(outer, ANSWER_SECONDS, "nested %s", inner_command) &&
			      vm_wait_ready(inner, INNER_SECONDS),
		      "a guest of the guest boots"))
		return true;
	vm_show(inner);
	vm_show(outer);
	return false;
}

/* Both are in the same memory, so that what is pushed out is of the one or the other. */
static bool nested_go_on(struct vm *outer, struct vm *inner)
{
	for (unsigned int ms = 0; ms < STORM_MS; ms += STORM_STEP) {
		const char *answer;

		vm_page_out(outer);
		usleep(STORM_STEP * 1000);
		answer = vm_ask(inner, INNER_SECONDS, "progress");
		if (!answer || vm_number(answer, "stalled_ms") > STALL_MS)
			return false;
	}
	return true;
}

static void nested_run(const char *name, const char *append, bool shadow)
{
	struct trace_counts counts;
	struct vm outer, inner = { .control = -1, .monitor = -1 };

	test_begin();
	if (!outer_start(&outer, name, append))
		return;
	if (inner_start(&outer, &inner) && storm_begin(&inner, INNER_ARRAY, INNER_THREADS)) {
		trace_start();
		trace_nested(true);
		tap_check(nested_go_on(&outer, &inner), "the inner guest's threads get on");
		trace_read(&counts);
		trace_note(&counts);
		trace_nested(false);
		tap_note("%u exits of the inner guest with a token", counts.nested);
		if (shadow)
			tap_check(counts.nested, "the guest is told while its own guest runs");
		else
			tap_check(!counts.nested, "no event ends the inner guest");
		tap_check(counts.halted + counts.reported, "pages were missing");
		storm_end(&inner);
	}
	guest_log_ok(&outer);
	vm_kill(&inner);
	vm_kill(&outer);
	test_end();
}

/* The guest intercepts page faults of its own guest, and so gets the host's events instead. */
void test_nested_shadow(void)
{
	nested_run("nested-shadow", "kvm_amd.npt=0", true);
}

/* It does not, and nothing must look like a page fault to its guest. */
void test_nested_npt(void)
{
	nested_run("nested-npt", NULL, false);
}

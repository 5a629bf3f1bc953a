/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tests with Linux guests, and what they share. */
#ifndef GUEST_LINUX_TESTS_H
#define GUEST_LINUX_TESTS_H

#include <stdbool.h>

#include "lib/tap.h"
#include "linux_swap.h"
#include "linux_trace.h"
#include "linux_vm.h"

/* All in seconds of the host's time. */
#define BOOT_SECONDS   120
#define ANSWER_SECONDS 30

/* A guest's size for storms. Its container has room for it and QEMU, but not for much more. */
#define STORM_MEMORY 128 /* MiB */
#define STORM_LIMIT  176
#define STORM_ARRAY  64
#define STORM_VCPUS  4

/* A test: it prints its points. */
void test_hotplug(void);
void test_irq_off(void);
void test_kernel_atomic(void);
void test_kexec(void);
void test_lifecycle(void);
void test_migrate(void);
void test_nested_npt(void);
void test_nested_shadow(void);
void test_new_guest(void);
void test_nmi(void);
void test_no_kvmapf(void);
void test_noio(void);
void test_preempt_matrix(void);
void test_reset(void);
void test_storm(void);
void test_storm_long(void);

/* How long a read takes while there is a storm, and how often all memory is pushed out, ms. */
#define STORM_DELAY 5
#define STORM_STEP  250

/* The swap device of the test. Its reads take no time but when reads_take() says so. */
extern struct slow_device test_swap;

/* Lets reads from the swap device of the test take so long from now on. */
bool reads_take(unsigned int ms);

/* Two points: QEMU starts, the guest boots. False: it does not, and nothing is left of it. */
bool guest_start(struct vm *vm, const struct vm_options *options);

/* A point: the guest has filled an array and lets so many threads at it. False as above. */
bool storm_begin(struct vm *vm, unsigned int mib, unsigned int threads);

/* A guest of the storms' size. @append may be NULL. */
bool guest_boot(struct vm *vm, const char *name, const char *append);

/* The same with its array filled and @threads threads at work. */
bool guest_storm(struct vm *vm, const char *name, const char *append, unsigned int threads);

/*
 * Lets the storm go on for @ms while the guest's memory is pushed out again and again. False: the
 * guest does not answer, or a thread has had no page for longer than @stall_ms.
 */
bool storm_go_on(struct vm *vm, unsigned int ms, unsigned int stall_ms);

/*
 * Lets reads take @slow_ms at a moment when several pages are on their way; @told: pages of which
 * the guest has been told. False: there have been none in several attempts.
 */
bool storm_catch(struct vm *vm, unsigned int slow_ms, bool told);

/* Ends the storm and prints points: threads that end, right data, a clean log. */
void storm_end(struct vm *vm);

/* A point: no error in the log of the guest. */
void guest_log_ok(const struct vm *vm);

/* A point that this host or guest cannot show, and why. */
void point_skip(const char *what, const char *reason);

/* Swap device, tracepoints, a look at the host's log: around what a test does. */
void test_begin(void);
void test_end(void);

#endif

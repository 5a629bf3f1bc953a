// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of asynchronous page faults with Linux guests, on a host that is simulated. Their names are
 * arguments, or on the kernel's command line: linux_tests=NAME,NAME.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linux_file.h"
#include "linux_tests.h"

#define PARAMETER "linux_tests="
#define MAX_TESTS 32
#define SWAP_MIB  1024
/* A test of minutes, whose guests boot several times */
#define TEST_SECONDS 1800

struct slow_device test_swap;

static const struct tap_test tests[] = {
	{ "noio-never-sleeps", test_noio },
	{ "linux-storm", test_storm },
	{ "linux-storm-long", test_storm_long },
	{ "linux-lifecycle", test_lifecycle },
	{ "linux-reset", test_reset },
	{ "linux-migrate", test_migrate },
	{ "linux-irq-off", test_irq_off },
	{ "hotplug", test_hotplug },
	{ "no-kvmapf", test_no_kvmapf },
	{ "new-guest-old-ABI", test_new_guest },
	{ "nmi", test_nmi },
	{ "kernel-atomic", test_kernel_atomic },
	{ "preempt-matrix", test_preempt_matrix },
	{ "nested-shadow-L1", test_nested_shadow },
	{ "nested-npt-L1", test_nested_npt },
	{ "kexec", test_kexec },
};

static int kernel_log = -1;

static void host_log_begin(void)
{
	kernel_log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	lseek(kernel_log, 0, SEEK_END);
}

/* A point: no error in the host's log since the test began. */
static void host_log_ok(void)
{
	const char *copy = "/run/linux-host.log";
	FILE *file = fopen(copy, "we");
	char record[8192], first[VM_SPLAT];
	unsigned int count;
	ssize_t length;

	/* EPIPE: the buffer has gone round; what is left of it comes next. */
	while (file && ((length = read(kernel_log, record, sizeof(record) - 1)) > 0 ||
			(length < 0 && errno == EPIPE))) {
		record[length < 0 ? 0 : length] = '\0';
		fputs(record, file);
	}
	if (file)
		fclose(file);
	count = file_count_splats(copy, first, sizeof(first));
	tap_check(!count, "the host's kernel does not complain%s%s", count ? ": " : "", first);
}

void point_skip(const char *what, const char *reason)
{
	tap_check(true, "%s # SKIP %s", what, reason);
}

void test_begin(void)
{
	host_log_begin();
	/* Every page is a fault of its own. */
	file_put("/proc/sys/vm/page-cluster", "0");
	if (!slow_device_make(&test_swap, "linux-swap", SWAP_MIB, 0) ||
	    !slow_device_swap_on(&test_swap))
		tap_fail("the host can make a swap device");
	trace_start();
}

void test_end(void)
{
	trace_stop();
	host_log_ok();
	slow_device_destroy(&test_swap);
}

/* Appends the names from the kernel's command line. */
static int names_add(char *line, char **names, int count)
{
	char *at = strstr(line, PARAMETER), *name;

	if (!at)
		return count;
	at += strlen(PARAMETER);
	at[strcspn(at, " \n")] = '\0';
	while ((name = strsep(&at, ",")) && count < MAX_TESTS - 1)
		names[count++] = name;
	return count;
}

int main(int argc, char **argv)
{
	char *names[MAX_TESTS] = { argv[0] }, line[4096];

	signal(SIGPIPE, SIG_IGN);
	/* The host's console is read while a test of minutes is still running. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	setvbuf(stderr, NULL, _IOLBF, 0);
	tap_seconds = TEST_SECONDS;
	if (argc == 1 && file_get("/proc/cmdline", line, sizeof(line))) {
		argc = names_add(line, names, 1);
		argv = names;
	}
	return tap_main(argc, argv, tests, sizeof(tests) / sizeof(tests[0]));
}

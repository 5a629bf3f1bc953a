// SPDX-License-Identifier: GPL-2.0-or-later
/* What comes over consoles: lines out of bytes, bad lines of a kernel's log. */
#include "test.h"

#include "host/kernel_log.h"
#include "host/lines.h"

#include <glib.h>
#include <string.h>

static void line_collect(const char *line, void *user)
{
	g_ptr_array_add(user, g_strdup(line));
}

static void lines_come_whole_however_the_bytes_come(void **state)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	GString *partial = g_string_new(NULL);
	static const char bytes[] = "start\r\nwork\0er 0: 7\n\ntot";

	(void)state;
	for (size_t i = 0; i < sizeof(bytes) - 1; i++)
		lines_feed(partial, bytes + i, 1, line_collect, lines);
	assert_int_equal(lines->len, 3);
	assert_string_equal(lines->pdata[0], "start");
	assert_string_equal(lines->pdata[1], "worker 0: 7");
	assert_string_equal(lines->pdata[2], "");
	assert_string_equal(partial->str, "tot");
	g_string_free(partial, TRUE);
}

static void bad_kernel_lines_are_found(void **state)
{
	static const char *const bad[] = {
		"[    3.1] WARNING: CPU: 0 PID: 1 at mm/page_alloc.c:4 x+0x1/0x2",
		"[    3.1] BUG: kernel NULL pointer dereference, address: 0000000000000000",
		"[    3.1] kernel BUG at mm/swap.c:7!",
		"[    3.1] Oops: 0000 [#1] SMP",
		"[   90.0] rcu: INFO: rcu_sched self-detected stall on CPU",
		"[   90.0] rcu: INFO: rcu_sched detected stalls on CPUs/tasks:",
		"[   90.0] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [bm:1]",
		"[    9.0] Memory cgroup out of memory: Killed process 47 (qemu-system-x86)",
		"[    1.0] Kernel panic - not syncing: Attempted to kill init!",
	};
	static const char *const good[] = {
		"ready",
		"[    0.7] kvm: no hardware support for 'kvm_intel'",
		"[    0.1] You have booted with nomodeset. This means your GPU warning",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (!kernel_log_is_bad(bad[i]))
			fail_msg("not found: %s", bad[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		if (kernel_log_is_bad(good[i]))
			fail_msg("taken for bad: %s", good[i]);
	assert_true(kernel_log_is_panic(bad[G_N_ELEMENTS(bad) - 1]));
	assert_false(kernel_log_is_panic(bad[0]));
}

static void a_kmsg_record_is_cut_to_its_text(void **state)
{
	g_autofree char *text = kernel_log_text("4,398,783568,-;WARNING: x; y\n SUBSYSTEM=cpu\n");

	(void)state;
	assert_string_equal(text, "WARNING: x; y");
}

/* A log that nobody has seen is no clean one. */
static void a_kernel_log_that_cannot_be_read_is_a_bad_line(void **state)
{
	g_autoptr(GPtrArray) bad = g_ptr_array_new_with_free_func(g_free);

	(void)state;
	kernel_log_scan("/dev/null", bad);
	assert_int_equal(bad->len, 0);
	kernel_log_scan("/no/such/file", bad);
	assert_int_equal(bad->len, 1);
	assert_non_null(strstr(bad->pdata[0], "/no/such/file: cannot open it"));
	kernel_log_scan("/", bad);
	assert_int_equal(bad->len, 2);
	assert_non_null(strstr(bad->pdata[1], "cannot read it to its end"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_whole_however_the_bytes_come),
		cmocka_unit_test(bad_kernel_lines_are_found),
		cmocka_unit_test(a_kernel_log_that_cannot_be_read_is_a_bad_line),
		cmocka_unit_test(a_kmsg_record_is_cut_to_its_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

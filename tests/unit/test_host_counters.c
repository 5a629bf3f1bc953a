// SPDX-License-Identifier: GPL-2.0-or-later
/* Counters: what perf prints, a thread's major faults, the container's lines. */
#include "test.h"

#include "host/container.h"
#include "host/perf.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

static void perf_lines_become_counts(void **state)
{
	static const char text[] =
		"# started on Mon Nov  1 00:00:15 2010\n\n"
		"{\"counter-value\" : \"3379.000000\", \"unit\" : \"\", \"event\" : "
		"\"kvm:kvm_try_async_get_page\", \"event-runtime\" : 46000000, \"pcnt-running\" : "
		"100.00, \"metric-value\" : 0.000000, \"metric-unit\" : \"(null)\"}\n"
		"{\"counter-value\" : \"<not counted>\", \"unit\" : \"\", \"event\" : "
		"\"kvm:kvm_async_pf_ready\", \"event-runtime\" : 0, \"pcnt-running\" : 0.00}\n";
	json_t *counts = NULL;

	(void)state;
	assert_int_equal(perf_parse(text, &counts), 0);
	assert_int_equal(json_object_size(counts), 2);
	assert_int_equal(json_integer_value(json_object_get(counts, "kvm:kvm_try_async_get_page")),
			 3379);
	assert_true(json_is_null(json_object_get(counts, "kvm:kvm_async_pf_ready")));
	json_decref(counts);
}

static void other_perf_lines_are_refused(void **state)
{
	json_t *counts = NULL;

	(void)state;
	assert_int_equal(perf_parse("Error:\n", &counts), -EPROTO);
	assert_error_says("Error:");
	assert_null(counts);
	assert_int_equal(perf_parse("{\"event\" : \"x\"}\n", &counts), -EPROTO);
	assert_int_equal(perf_parse("{\"event\" : \"x\", \"counter-value\" : \"1,5\"}\n", &counts),
			 -EPROTO);
	assert_int_equal(perf_parse("{\"event\" : \"x\", \"counter-value\" : \"2e44\"}\n", &counts),
			 -EPROTO);
	assert_error_says("2e44");
	assert_null(counts);
}

static void the_own_group_is_found_in_both_versions(void **state)
{
	g_autofree char *v2 = container_own_group("0::/a/b\n", false);
	g_autofree char *v1 = container_own_group("5:cpu:/c\n4:memory:/\n0::/\n", true);

	(void)state;
	assert_string_equal(v2, "/a/b");
	assert_string_equal(v1, "/");
	assert_null(container_own_group("5:cpu:/c\n", true));
	assert_null(container_own_group("", false));
}

static void without_a_container_the_command_stands_alone(void **state)
{
	const struct container container = { .group = NULL };
	g_autofree char *line = container_exec_line(
		&container, (const char *const[]){ "qemu", "-append", "a b", NULL });

	(void)state;
	assert_string_equal(line, "qemu -append 'a b'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(perf_lines_become_counts),
		cmocka_unit_test(other_perf_lines_are_refused),
		cmocka_unit_test(the_own_group_is_found_in_both_versions),
		cmocka_unit_test(without_a_container_the_command_stands_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

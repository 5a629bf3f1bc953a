// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's text files of figures: parsing, and differences over a window. */
#include "test.h"

#include "host/figures.h"

#include <string.h>

static json_int_t figure(const json_t *figures, const char *name)
{
	json_t *value = json_object_get(figures, name);

	if (!json_is_integer(value))
		fail_msg("no figure %s", name);
	return json_integer_value(value);
}

static void flat_files_keep_names_and_order(void **state)
{
	json_t *figures = figures_flat("anon 161406976\npgfault 9215\nnr_throttled 0\n");

	(void)state;
	assert_non_null(figures);
	assert_int_equal(json_object_size(figures), 3);
	assert_int_equal(figure(figures, "anon"), 161406976);
	assert_int_equal(figure(figures, "nr_throttled"), 0);
	assert_string_equal(json_object_iter_key(json_object_iter(figures)), "anon");
	json_decref(figures);
}

static void anything_else_is_not_a_flat_file(void **state)
{
	(void)state;
	assert_null(figures_flat("anon\n"));
	assert_null(figures_flat("anon many\n"));
	assert_null(figures_flat("anon 1 2\n"));
	assert_null(figures_flat("anon -1\n"));
	assert_null(figures_flat(" 1\n"));
	assert_null(figures_flat("anon 99999999999999999999\n"));
}

static void pressure_gives_total_stall_times(void **state)
{
	json_t *both = figures_pressure("some avg10=0.12 avg60=0.00 avg300=0.00 total=946477\n"
					"full avg10=0.00 avg60=0.00 avg300=0.00 total=944512\n");
	json_t *some = figures_pressure("some avg10=0.00 avg60=0.00 avg300=0.00 total=7\n");

	(void)state;
	assert_int_equal(figure(both, "some_usec"), 946477);
	assert_int_equal(figure(both, "full_usec"), 944512);
	assert_int_equal(json_object_size(some), 1);
	assert_null(figures_pressure(""));
	assert_null(figures_pressure("some avg10=0.00\n"));
	json_decref(both);
	json_decref(some);
}

static void counts_are_distinguished_from_levels(void **state)
{
	static const char *const counts[] = { "pgmajfault",   "workingset_refault_anon",
					      "oom_kill",     "usage_usec",
					      "nr_throttled", "total_pgpgin",
					      "some_usec",    "thp_fault_alloc" };
	static const char *const levels[] = { "anon",	      "swapcached",
					      "kernel_stack", "rss",
					      "pagetables",   "slab",
					      "shmem_thp",    "hierarchical_memory_limit" };

	(void)state;
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		if (!figures_is_count(counts[i]))
			fail_msg("%s is a count", counts[i]);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (figures_is_count(levels[i]))
			fail_msg("%s is a level", levels[i]);
}

static void a_difference_has_growth_of_counts_and_levels_as_they_are(void **state)
{
	json_t *before = figures_flat("anon 100\npgfault 1000\n");
	json_t *after = figures_flat("anon 50\npgfault 1007\npgmajfault 3\n");
	json_t *difference = figures_difference(before, after);

	(void)state;
	assert_int_equal(figure(difference, "anon"), 50);
	assert_int_equal(figure(difference, "pgfault"), 7);
	assert_int_equal(figure(difference, "pgmajfault"), 3);
	assert_null(figures_difference(NULL, after));
	assert_null(figures_difference(before, NULL));
	json_decref(difference);
	json_decref(before);
	json_decref(after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flat_files_keep_names_and_order),
		cmocka_unit_test(anything_else_is_not_a_flat_file),
		cmocka_unit_test(pressure_gives_total_stall_times),
		cmocka_unit_test(counts_are_distinguished_from_levels),
		cmocka_unit_test(a_difference_has_growth_of_counts_and_levels_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

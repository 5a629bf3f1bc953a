// SPDX-License-Identifier: GPL-2.0-or-later
/* What a simulated host's record says of its inputs, and what is known of them before the run. */
#include "sim_fixture.h"

static void assert_keys(json_t *inputs, const char *expected)
{
	g_autoptr(GString) keys = g_string_new(NULL);
	const char *key;
	json_t *value;

	json_object_foreach (inputs, key, value)
		g_string_append_printf(keys, "%s%s", keys->len ? " " : "", key);
	assert_string_equal(keys->str, expected);
	json_decref(inputs);
}

/* In the order in which records have them. */
static void all_inputs_of_a_run_are_known_before_it(void **state)
{
	(void)state;
	assert_keys(sim_known_inputs(&sim, &run),
		    "host_kernel guest_kernel host_config guest_config host_image guest_image "
		    "host_build guest_build host_patches guest_patches host_contents host_files "
		    "source compiler preparation qemu_outside firmware lockstep qemu_command");
}

static void programs_are_known_before_there_are_kernels(void **state)
{
	(void)state;
	assert_keys(sim_known_inputs(&sim, NULL), "qemu_outside firmware lockstep");
}

static void the_preparation_is_the_one_that_a_run_starts_from(void **state)
{
	json_t *inputs = sim_known_inputs(&sim, &run);
	g_autofree char *hash = sim_hash_of(&sim, &run);

	(void)state;
	assert_string_equal(json_string_value(json_object_get(inputs, "preparation")), hash);
	json_decref(inputs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SIM_TEST(all_inputs_of_a_run_are_known_before_it),
		SIM_TEST(programs_are_known_before_there_are_kernels),
		SIM_TEST(the_preparation_is_the_one_that_a_run_starts_from),
	};

	return cmocka_run_group_tests_name("sim_inputs", tests, NULL, NULL);
}

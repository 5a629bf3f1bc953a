// SPDX-License-Identifier: GPL-2.0-or-later
/* Which records of a campaign others are compared with. */
#include "test.h"

#include "record/record.h"
#include "schedule/peers.h"

#include <errno.h>
#include <glib.h>

static struct peers *peers;

static int peers_begin(void **state)
{
	(void)state;
	return peers_load("/nonexistent", &peers);
}

static int peers_end(void **state)
{
	(void)state;
	peers_free(peers);
	return 0;
}

/* Adds the record of a setup with an input (NULL: none). */
static int add(const char *setup, const char *input, const char *value)
{
	json_t *record = json_pack("{s:{s:s, s:{}}}", "determined", "setup", setup, "inputs");
	json_t *inputs = json_object_get(json_object_get(record, "determined"), "inputs");
	g_autofree char *path = g_strdup_printf("/c/records/%s-%s.json", setup, value);
	int err;

	if (input)
		json_object_set_new(inputs, input, json_string(value));
	err = peers_add(peers, path, record);
	json_decref(record);
	return err;
}

static void setups_differ_in_kernels_and_records_of_one_do_not(void **state)
{
	(void)state;
	assert_int_equal(add("master", "host_kernel", "one"), 0);
	assert_int_equal(add("pv", "host_kernel", "two"), 0);
	assert_int_equal(add("master", "host_kernel", "one"), 0);
	assert_int_equal(add("master", "host_kernel", "two"), -ESTALE);
	assert_error_says("/c/records/master-one.json was made with another host_kernel");
}

static void the_whole_campaign_has_one_qemu(void **state)
{
	(void)state;
	assert_int_equal(add("master", "qemu_outside", "10"), 0);
	assert_int_equal(add("pv", "qemu_outside", "11"), -ESTALE);
	assert_error_says("/c/records/master-10.json");
}

static void what_one_record_lacks_is_taken_from_another(void **state)
{
	(void)state;
	assert_int_equal(add("pv", NULL, ""), 0);
	assert_int_equal(add("pv", "guest_kernel", "one"), 0);
	assert_int_equal(add("pv", "host_files", "x"), 0);
	assert_int_equal(add("pv", "guest_kernel", "two"), -ESTALE);
	assert_int_equal(add("pv", "host_files", "y"), -ESTALE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(setups_differ_in_kernels_and_records_of_one_do_not,
						peers_begin, peers_end),
		cmocka_unit_test_setup_teardown(the_whole_campaign_has_one_qemu, peers_begin,
						peers_end),
		cmocka_unit_test_setup_teardown(what_one_record_lacks_is_taken_from_another,
						peers_begin, peers_end),
	};

	return cmocka_run_group_tests_name("peers", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Tests of the last error's text and class. */
#include "test.h"

#include "util/error.h"

#include <errno.h>

static void text_of_a_failure_begins_with_its_class(void **state)
{
	(void)state;
	assert_int_equal(error_fail(EPROTO, "the host hangs", ": %d s", 7), -EPROTO);
	assert_string_equal(error_text(), "the host hangs: 7 s");
	assert_string_equal(error_class(), "the host hangs");
}

static void other_errors_have_no_class(void **state)
{
	(void)state;
	error_fail(EPROTO, "the host hangs", ": %d s", 7);
	error_set(EINVAL, "bad");
	assert_null(error_class());
	error_fail(EPROTO, "the host hangs", ": %d s", 7);
	error_sys(ENOENT, "file");
	assert_null(error_class());
}

static void prefix_leaves_the_class(void **state)
{
	(void)state;
	error_fail(EPROTO, "the host hangs", ": %d s", 7);
	assert_int_equal(error_prefix(-EPROTO, "pv"), -EPROTO);
	assert_string_equal(error_text(), "pv: the host hangs: 7 s");
	assert_string_equal(error_class(), "the host hangs");
}

static void success_gets_no_prefix(void **state)
{
	(void)state;
	error_set(EINVAL, "old");
	assert_int_equal(error_prefix(0, "setup pv"), 0);
	assert_string_equal(error_text(), "old");
}

static void text_and_class_survive_clean_up(void **state)
{
	char *kept;

	(void)state;
	error_fail(EPROTO, "the host hangs", ": %d s", 7);
	kept = error_keep();
	error_sys(ENOENT, "cannot remove");
	assert_int_equal(error_restore(-EPROTO, kept), -EPROTO);
	assert_string_equal(error_text(), "the host hangs: 7 s");
	assert_string_equal(error_class(), "the host hangs");
	error_set(EINVAL, "bad");
	kept = error_keep();
	error_fail(EPROTO, "another", "%s", "");
	error_restore(-EINVAL, kept);
	assert_string_equal(error_text(), "bad");
	assert_null(error_class());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_a_failure_begins_with_its_class),
		cmocka_unit_test(other_errors_have_no_class),
		cmocka_unit_test(prefix_leaves_the_class),
		cmocka_unit_test(success_gets_no_prefix),
		cmocka_unit_test(text_and_class_survive_clean_up),
	};

	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}

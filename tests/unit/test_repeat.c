// SPDX-License-Identifier: GPL-2.0-or-later
/* How a repeated run is compared with its record. */
#include "test.h"

#include "sound_record.h"

#include "record/repeat.h"

static json_t *again;

static int both_begin(void **state)
{
	if (record_begin(state))
		return -1;
	again = json_deep_copy(record);
	return 0;
}

static int both_end(void **state)
{
	json_decref(again);
	return record_end(state);
}

#define REPEAT_TEST(name) cmocka_unit_test_setup_teardown(name, both_begin, both_end)

/* expected: NULL for no difference. */
static void assert_difference(const char *expected, guint expected_more)
{
	guint more;
	g_autofree char *difference = repeat_difference(record, again, &more);

	if (expected)
		assert_string_equal(difference ? difference : "none", expected);
	else
		assert_null(difference);
	assert_int_equal(more, expected_more);
}

static void equal_records_have_no_difference(void **state)
{
	(void)state;
	assert_difference(NULL, 0);
	json_object_set_new(again, "circumstances", json_object());
	assert_difference(NULL, 0);
}

static void the_first_value_that_differs_is_named_and_others_counted(void **state)
{
	(void)state;
	change("result.counters.async_ready", json_integer(9));
	assert_difference("determined.result.counters.async_ready: 9 -> 8", 0);
	change("result.work", json_integer(31));
	change("result.workers", json_pack("[i, i, i]", 10, 20, 1));
	assert_difference("determined.result.work: 31 -> 30", 2);
}

static void what_is_gone_is_a_difference(void **state)
{
	(void)state;
	change("result.more", json_integer(1));
	assert_difference("determined.result.more: 1 -> (missing)", 0);
	json_object_set_new(json_object_get(again, "determined"), "result", json_null());
	change("result", json_string("a text that is longer than what a line of output should have "
				     "of it"));
	assert_difference("determined.result: \"a text that is longer than what a line of output "
			  "should hav... -> null",
			  0);
}

static void members_that_came_later_are_no_difference(void **state)
{
	(void)state;
	change("result.log", json_object());
	change("result.bm.faulting", json_pack("[{s:i}, {s:i}]", "accesses", 5, "accesses", 6));
	change("settings.counters", NULL);
	assert_difference(NULL, 0);
}

static void elements_that_came_later_are_a_difference(void **state)
{
	(void)state;
	change("result.workers", json_pack("[i]", 10));
	assert_difference("determined.result.workers[1]: (missing) -> 20", 0);
}

static void inputs_are_no_result(void **state)
{
	(void)state;
	change("inputs.source", json_string("another"));
	assert_difference(NULL, 0);
}

/* expected: as the texts are joined by "; ". */
static void assert_inputs(const char *was, const char *now, bool early, const char *expected)
{
	json_t *one = json_loads(was, 0, NULL), *other = json_loads(now, 0, NULL);
	g_autoptr(GPtrArray) list = repeat_inputs(one, other, early);
	g_autofree char *text = NULL;

	g_ptr_array_add(list, NULL);
	text = g_strjoinv("; ", (char **)list->pdata);
	assert_string_equal(text, expected);
	json_decref(one);
	json_decref(other);
}

#define SHA256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"

static void inputs_that_differ_are_named(void **state)
{
	(void)state;
	assert_inputs("{\"a\": \"" SHA256 "0\", \"b\": \"x\"}",
		      "{\"a\": \"" SHA256 "1\", \"b\": \"x\"}", false,
		      "a: 0123456789ab -> 0123456789ab");
	assert_inputs("{\"host_contents\": {\"/bin/x\": \"x 1 12\", \"/bin/y\": \"y 1 34\"}}",
		      "{\"host_contents\": {\"/bin/x\": \"x 2 13\", \"/bin/y\": \"y 1 34\"}}",
		      false, "host_contents./bin/x: \"x 1 12\" -> \"x 2 13\"");
	assert_inputs("{\"p\": [\"one\", \"two\"]}", "{\"p\": [\"one\"]}", false,
		      "p[1]: \"two\" -> (missing)");
}

static void what_a_record_lacks_cannot_differ(void **state)
{
	(void)state;
	assert_inputs("{\"a\": null}", "{\"a\": \"1\", \"b\": \"2\"}", false, "");
	assert_inputs("{\"a\": \"1\"}", "{}", false, "a: \"1\" -> (missing)");
	assert_inputs("{\"a\": \"1\", \"b\": \"1\"}", "{\"b\": \"2\"}", true, "b: \"1\" -> \"2\"");
}

static void a_preparation_differs_by_itself_only(void **state)
{
	(void)state;
	assert_inputs("{\"preparation\": \"1\", \"z\": \"1\"}",
		      "{\"preparation\": \"2\", \"z\": \"1\"}", false,
		      "preparation: \"1\" -> \"2\"");
	assert_inputs("{\"preparation\": \"1\", \"z\": \"1\"}",
		      "{\"preparation\": \"2\", \"z\": \"2\"}", false, "z: \"1\" -> \"2\"");
}

static void assert_obstacle(const char *was, const char *now, const char *word)
{
	json_t *one = json_loads(was, 0, NULL), *other = json_loads(now, 0, NULL);
	g_autofree char *text = repeat_obstacle(one, other);

	if (!word)
		assert_null(text);
	else if (!text || !strstr(text, word))
		fail_msg("\"%s\" does not say \"%s\"", text ? text : "nothing", word);
	json_decref(one);
	json_decref(other);
}

static void another_version_of_qemu_is_in_the_way(void **state)
{
	(void)state;
	assert_obstacle("{\"qemu_outside\": \"10.0.2 (Debian 1)\"}",
			"{\"qemu_outside\": \"10.0.2 (Debian 2)\"}", NULL);
	assert_obstacle("{\"qemu_outside\": \"10.0.2 (Debian 1)\"}",
			"{\"qemu_outside\": \"10.0.20\"}", "QEMU 10.0.2 (Debian 1)");
	assert_obstacle("{\"qemu_outside\": \"10.0.2\"}", "{\"qemu_outside\": \"10.1.2\"}",
			"install that version");
	assert_obstacle("{\"qemu_outside\": \"10.0.2\"}", "{}", NULL);
	assert_obstacle("{\"host_image\": \"1\"}", "{\"host_image\": \"2\"}", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPEAT_TEST(equal_records_have_no_difference),
		REPEAT_TEST(the_first_value_that_differs_is_named_and_others_counted),
		REPEAT_TEST(what_is_gone_is_a_difference),
		REPEAT_TEST(members_that_came_later_are_no_difference),
		REPEAT_TEST(elements_that_came_later_are_a_difference),
		REPEAT_TEST(inputs_are_no_result),
		cmocka_unit_test(inputs_that_differ_are_named),
		cmocka_unit_test(what_a_record_lacks_cannot_differ),
		cmocka_unit_test(a_preparation_differs_by_itself_only),
		cmocka_unit_test(another_version_of_qemu_is_in_the_way),
	};

	return cmocka_run_group_tests_name("repeat", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers, sizes and nearest names. */
#include "test.h"

#include "util/digits.h"
#include "util/units.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

static void numbers_in_range_are_taken(void **state)
{
	uint64_t value;

	(void)state;
	assert_int_equal(units_number("n", "0", 0, 9, &value), 0);
	assert_int_equal(value, 0);
	assert_int_equal(units_number("n", "18446744073709551615", 0, UINT64_MAX, &value), 0);
	assert_true(value == UINT64_MAX);
}

static void anything_else_is_refused_as_a_number(void **state)
{
	static const char *const bad[] = { "",	 " 1", "1 ",   "-1",  "+1",
					   "1x", "x",  "0x10", "1.5", "18446744073709551616" };
	uint64_t value;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_int_equal(units_number("runs", bad[i], 0, UINT64_MAX, &value), -EINVAL);
	assert_int_equal(units_number("runs", "10", 1, 9, &value), -EINVAL);
	assert_error_says("runs");
	assert_error_says("from 1 to 9");
}

static void decimals_take_sign_fraction_and_exponent(void **state)
{
	double value;

	(void)state;
	assert_int_equal(units_decimal("x", "12", &value), 0);
	assert_true(value == 12);
	assert_int_equal(units_decimal("x", "-2.5e-1", &value), 0);
	assert_true(value == -0.25);
}

static void anything_else_is_refused_as_a_decimal(void **state)
{
	static const char *const bad[] = {
		"", " 1", "1 ", "1,5", "0x10", "inf", "nan", "1e999", "e"
	};
	double value;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_int_equal(units_decimal("x", bad[i], &value), -EINVAL);
	assert_error_says("x: \"e\" is not a number");
}

static void assert_decimal(double value, const char *expected)
{
	g_autofree char *text = units_decimal_text(value);
	double back;

	assert_string_equal(text, expected);
	assert_int_equal(units_decimal("x", text, &back), 0);
	assert_true(!(back < value) && !(back > value));
}

static void printed_decimals_are_short_and_read_back_exactly(void **state)
{
	(void)state;
	assert_decimal(0, "0");
	assert_decimal(415.680791, "415.680791");
	assert_decimal(-0.1, "-0.1");
	assert_decimal(0.1 + 0.2, "0.30000000000000004");
	assert_decimal(9007199254740991, "9007199254740991");
	assert_decimal(1e22, "1e+22");
}

static void sizes_take_letters(void **state)
{
	uint64_t bytes;

	(void)state;
	assert_int_equal(units_size("m", "512M", 0, UINT64_MAX, &bytes), 0);
	assert_int_equal(bytes, 512 << 20);
	assert_int_equal(units_size("m", "2g", 0, UINT64_MAX, &bytes), 0);
	assert_true(bytes == 2ULL << 30);
	assert_int_equal(units_size("m", "4096", 0, UINT64_MAX, &bytes), 0);
	assert_int_equal(bytes, 4096);
}

static void bad_sizes_are_refused(void **state)
{
	static const char *const bad[] = { "",	  "M",	  "1MM", "1 M",
					   "-1M", "1.5G", "1X",	 "99999999999999T" };
	uint64_t bytes;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_int_equal(units_size("m", bad[i], 0, UINT64_MAX, &bytes), -EINVAL);
}

static void printed_sizes_are_taken_back(void **state)
{
	static const uint64_t sizes[] = { 0, 1, 1023, 1024, 1536, 1 << 20, 3ULL << 30, 1ULL << 40 };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autofree char *text = units_size_text(sizes[i]);
		uint64_t bytes;

		assert_int_equal(units_size("m", text, 0, UINT64_MAX, &bytes), 0);
		assert_true(bytes == sizes[i]);
	}
}

static void a_typo_finds_the_nearest_name(void **state)
{
	static const char *const names[] = { "vcpus", "guest_memory", "container", NULL };

	(void)state;
	assert_string_equal(units_nearest("vcpu", names), "vcpus");
	assert_string_equal(units_nearest("guest_memmory", names), "guest_memory");
	assert_string_equal(units_nearest("vcpsu", names), "vcpus");
	assert_null(units_nearest("zzzzzz", names));
}

static void digits_are_read_up_to_what_follows(void **state)
{
	const char *rest;
	uint64_t value;

	(void)state;
	assert_true(digits_parse("12-x", &value, &rest));
	assert_true(value == 12);
	assert_string_equal(rest, "-x");
	assert_true(digits_parse("18446744073709551615", &value, &rest));
	assert_true(value == UINT64_MAX);
	assert_false(digits_parse("18446744073709551616", &value, &rest));
	assert_false(digits_parse("-1", &value, &rest));
	assert_false(digits_parse(" 1", &value, &rest));
	assert_false(digits_parse("", &value, &rest));
}

static void durations_read_well(void **state)
{
	g_autofree char *seconds = units_duration_human(59.4);
	g_autofree char *minutes = units_duration_human(125);
	g_autofree char *hours = units_duration_human(3660);

	(void)state;
	assert_string_equal(seconds, "59 s");
	assert_string_equal(minutes, "2 min 05 s");
	assert_string_equal(hours, "1 h 01 min");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_in_range_are_taken),
		cmocka_unit_test(anything_else_is_refused_as_a_number),
		cmocka_unit_test(decimals_take_sign_fraction_and_exponent),
		cmocka_unit_test(anything_else_is_refused_as_a_decimal),
		cmocka_unit_test(printed_decimals_are_short_and_read_back_exactly),
		cmocka_unit_test(sizes_take_letters),
		cmocka_unit_test(bad_sizes_are_refused),
		cmocka_unit_test(printed_sizes_are_taken_back),
		cmocka_unit_test(a_typo_finds_the_nearest_name),
		cmocka_unit_test(digits_are_read_up_to_what_follows),
		cmocka_unit_test(durations_read_well),
	};

	return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}

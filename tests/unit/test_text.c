// SPDX-License-Identifier: GPL-2.0-or-later
/* Text of strangers: what it looks like on a terminal. */
#include "test.h"

#include "util/text.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void assert_printable(const char *text, const char *expected)
{
	g_autofree char *shown = text_printable(text);

	assert_string_equal(shown, expected);
}

static void what_can_be_read_stays(void **state)
{
	(void)state;
	assert_printable("", "");
	assert_printable("pv 100 % \\n {a_b}@^ `x` \"y\" 'z'",
			 "pv 100 % \\n {a_b}@^ `x` \"y\" 'z'");
	assert_printable("Größe 10 µs, 数 \xf0\x9f\x98\x80", "Größe 10 µs, 数 \xf0\x9f\x98\x80");
}

static void what_acts_on_a_terminal_is_named(void **state)
{
	(void)state;
	assert_printable("a\033[2Jb\rc\nd\te\x7f", "a\\x1b[2Jb\\x0dc\\x0ad\\x09e\\x7f");
	/* C1: one character that a terminal may take for the two of an escape sequence */
	assert_printable("\xc2\x9b"
			 "2J",
			 "\\u009b2J");
	assert_printable("pv\xe2\x80\xaevp", "pv\\u202evp");
	assert_printable("\xe2\x80\x8b\xef\xbb\xbf\xe2\x81\xa6", "\\u200b\\ufeff\\u2066");
	assert_printable("a\xe2\x80\xa8"
			 "b\xe2\x80\xa9",
			 "a\\u2028b\\u2029");
	assert_printable("\xf3\xa0\x80\x81", "\\U000e0001");
	/* XML has no such character. */
	assert_printable("\xef\xbf\xbe\xef\xbf\xbf", "\\ufffe\\uffff");
}

static void bytes_that_are_no_text_are_named(void **state)
{
	(void)state;
	assert_printable("a\xff\xc3", "a\\xff\\xc3");
	assert_printable("\xed\xa0\x80", "\\xed\\xa0\\x80");
	assert_printable("\xc0\x9b", "\\xc0\\x9b");
}

static void assert_word(const char *text, const char *expected)
{
	g_autoptr(GString) word = g_string_new(NULL);

	text_word_append(word, text);
	assert_string_equal(word->str, expected);
}

static void a_word_has_no_character_that_ends_one(void **state)
{
	(void)state;
	assert_word("none-9_b.c=2", "none-9_b.c=2");
	assert_word("a b/c\n\033[1m%,\"", "a%20b%2Fc%0A%1B%5B1m%25%2C%22");
	assert_word("\xc3\xa9\xe2\x80\xa8", "%C3%A9%E2%80%A8");
}

static void a_comment_stays_on_its_line(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);

	(void)state;
	text_comment_append(text, "%s: %d", "a\nb\033", 1);
	assert_string_equal(text->str, "# a\\x0ab\\x1b: 1\n");
}

static void what_is_not_ascii_is_named_for_a_mail(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "pv 100 %\n", "pv 100 %\\x0a" },
		{ "Größe \xf0\x9f\x98\x80", "Gr\\u00f6\\u00dfe \\U0001f600" },
		{ "\xff", "\\xff" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = text_ascii(cases[i][0]);

		assert_string_equal(text, cases[i][1]);
	}
}

static void a_further_line_cannot_pass_for_one_of_ours(void **state)
{
	g_autofree char *shown =
		text_printable_lines("differs\n a: 1\n    b: 2\napfbench: all well\033c");

	(void)state;
	assert_string_equal(shown, "differs\n  a: 1\n    b: 2\n  apfbench: all well\\x1bc");
}

static void a_line_is_one_line(void **state)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	(void)state;
	text_line(file, "%s: %d", "a\nb", 1);
	fclose(file);
	assert_string_equal(text, "a\\x0ab: 1\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_can_be_read_stays),
		cmocka_unit_test(what_acts_on_a_terminal_is_named),
		cmocka_unit_test(bytes_that_are_no_text_are_named),
		cmocka_unit_test(a_word_has_no_character_that_ends_one),
		cmocka_unit_test(a_comment_stays_on_its_line),
		cmocka_unit_test(what_is_not_ascii_is_named_for_a_mail),
		cmocka_unit_test(a_further_line_cannot_pass_for_one_of_ours),
		cmocka_unit_test(a_line_is_one_line),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}

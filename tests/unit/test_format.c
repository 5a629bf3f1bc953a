// SPDX-License-Identifier: GPL-2.0-or-later
/* Output formats, each from the same made-up model. */
#include "test.h"

#include "report/columns.h"
#include "report/format.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct model *model_odd(void)
{
	static const struct column columns[] = {
		{ "setup", "head", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "accesses", "mean (std error)", NULL, COLUMN_MEAN, BETTER_HIGHER, 0 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_HIGHER, 3 },
		{ "stall", "stall ms", "ms", COLUMN_NUMBER, BETTER_LOWER, 1 },
	};
	const struct summary mean = { .mean = 1.0 / 3, .error = NAN };
	const struct interval interval = { .low = 0.1, .high = 1e22 };
	struct model *model = model_new("title\nof \033[31m it");
	struct table *table = model_table(model, "odd", columns, G_N_ELEMENTS(columns));

	table_text(table, "=pv\"\xe2\x80\xae, x");
	table_mean(table, &mean);
	table_interval(table, &interval);
	table_number(table, 5.25);
	g_ptr_array_add(table->lines, g_strdup("below\nit"));
	model_line(model, "line %d", 1);
	g_ptr_array_add(model->notes, g_strdup("note\n2"));
	return model;
}

static void assert_prints(const char *name, const char *expected)
{
	struct model *model = model_odd();
	const struct format *format = NULL;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	assert_int_equal(format_find(format_table, name, &format), 0);
	format->print(model, &look_plain, file);
	fclose(file);
	assert_string_equal(text, expected);
	free(text);
	model_free(model);
}

static void text_is_for_people(void **state)
{
	(void)state;
	assert_prints(
		"text",
		"title of \\x1b[31m it\n"
		"\n"
		"head           mean (std error)  95 % interval                         stall ms\n"
		"=pv\"\\u202e, x             0 (-)  0.100 to 10000000000000000000000.000       5.2\n"
		"below it\n"
		"\n"
		"line 1\n"
		"note: note 2\n");
}

static void what_is_rounded_to_zero_has_no_sign(void **state)
{
	static const struct column columns[] = {
		{ "a", "a", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "b", "b", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
	};
	struct table *table = table_new("odd", columns, G_N_ELEMENTS(columns));
	g_autoptr(GString) text = g_string_new(NULL);

	(void)state;
	table_number(table, -0.04);
	table_number(table, -0.06);
	columns_print(table, &look_plain, text);
	assert_string_equal(text->str, "  a     b\n0.0  -0.1\n");
	table_free(table);
}

/* Two setups with a verdict, behind columns of 4, 6 and 9 characters. */
static struct table *table_judged(void)
{
	static const struct column columns[] = {
		{ "setup", "name", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "ratio", "ratio", NULL, COLUMN_NUMBER, BETTER_HIGHER, 4 },
		{ "remark", "remark", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "verdict", "verdict", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table = table_new("judged", columns, G_N_ELEMENTS(columns));

	table_text(table, "a");
	table_number(table, 2);
	table_text(table, "better");
	table_text(table, "better");
	table_text(table, "b");
	table_number(table, 0.5);
	table_text(table, "-");
	table_text(table, "unclear");
	return table;
}

static void assert_set(size_t width, bool colours, const char *expected)
{
	const struct look look = { width, colours };
	struct table *table = table_judged();
	g_autoptr(GString) text = g_string_new(NULL);

	columns_print(table, &look, text);
	assert_string_equal(text->str, expected);
	table_free(table);
}

static void columns_without_room_follow_below(void **state)
{
	(void)state;
	assert_set(29, false,
		   "name   ratio  remark  verdict\n"
		   "a     2.0000  better  better\n"
		   "b     0.5000  -       unclear\n");
	assert_set(28, false,
		   "name   ratio  remark\n"
		   "a     2.0000  better\n"
		   "b     0.5000  -\n"
		   "name  verdict\n"
		   "a     better\n"
		   "b     unclear\n");
	assert_set(1, false,
		   "name   ratio\n"
		   "a     2.0000\n"
		   "b     0.5000\n"
		   "name  remark\n"
		   "a     better\n"
		   "b     -\n"
		   "name  verdict\n"
		   "a     better\n"
		   "b     unclear\n");
}

static void verdicts_alone_have_colours(void **state)
{
	(void)state;
	assert_set(100, true,
		   "name   ratio  remark  verdict\n"
		   "a     2.0000  better  \033[32mbetter\033[0m\n"
		   "b     0.5000  -       \033[33munclear\033[0m\n");
}

static void csv_is_for_programs(void **state)
{
	(void)state;
	assert_prints("csv", "table,curve,row,name,column,unit,better,value\n"
			     "odd,,1,\"'=pv\"\"\\u202e, x\",accesses,,higher,0.3333333333333333\n"
			     "odd,,1,\"'=pv\"\"\\u202e, x\",accesses_std_error,,,\n"
			     "odd,,1,\"'=pv\"\"\\u202e, x\",interval_low,,higher,0.1\n"
			     "odd,,1,\"'=pv\"\"\\u202e, x\",interval_high,,higher,1e+22\n"
			     "odd,,1,\"'=pv\"\"\\u202e, x\",stall,ms,lower,5.25\n"
			     "odd,,1,,text,,,\"below\\x0ait\"\n"
			     "lines,,1,,text,,,\"line 1\"\n"
			     "notes,,1,,text,,,\"note\\x0a2\"\n");
}

static void markdown_is_for_what_people_write_in(void **state)
{
	(void)state;
	assert_prints("markdown",
		      "# title\\\\x0aof \\\\x1b\\[31m it\n"
		      "\n"
		      "**head**\n"
		      "\n"
		      "| setup | mean (std error) | 95 % interval | stall ms |\n"
		      "| --- | ---: | ---: | ---: |\n"
		      "| =pv\"\\\\u202e, x | 0 (-) | 0.100 to 10000000000000000000000.000 "
		      "| 5.2 |\n"
		      "\n"
		      "below\\\\x0ait\n"
		      "\n"
		      "- line 1\n"
		      "- note: note\\\\x0a2\n");
}

static void an_unknown_format_is_named_with_those_that_there_are(void **state)
{
	const struct format *format = NULL;

	(void)state;
	assert_int_equal(format_find(format_table, "cvs", &format), -EINVAL);
	assert_error_says("cvs");
	assert_error_says("formats are: text, csv");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_for_people),
		cmocka_unit_test(what_is_rounded_to_zero_has_no_sign),
		cmocka_unit_test(columns_without_room_follow_below),
		cmocka_unit_test(verdicts_alone_have_colours),
		cmocka_unit_test(csv_is_for_programs),
		cmocka_unit_test(markdown_is_for_what_people_write_in),
		cmocka_unit_test(an_unknown_format_is_named_with_those_that_there_are),
	};

	return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}

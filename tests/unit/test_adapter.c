// SPDX-License-Identifier: GPL-2.0-or-later
/* The metric lines of a program in the guest, as the adapter takes them. */
#include "test.h"

#include "../../adapter/failure.h"
#include "../../adapter/metric.h"

#include <stdlib.h>
#include <string.h>

/* Free with free(). */
static char *json_of(const struct metrics *metrics)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	metrics_write(metrics, file);
	fclose(file);
	return text;
}

static void assert_refused(const char *line, const char *why)
{
	struct metrics metrics = { .count = 0 };

	assert_int_equal(metric_take(&metrics, line), -1);
	assert_int_equal(metrics.count, 0);
	if (!strstr(failure_text(), why))
		fail_msg("\"%s\" is refused with \"%s\"", line, failure_text());
}

static void whole_lines_are_taken(void **state)
{
	struct metrics metrics = { .count = 0 };
	char *text;

	(void)state;
	assert_int_equal(metric_take(&metrics, "metric joins 9007199254740992"), 0);
	assert_int_equal(metric_take(&metrics, "metric p99 \t 1.5e1  ms   better=less "), 0);
	assert_int_equal(metric_take(&metrics, "metric cold-share 0.1 %"), 0);
	assert_int_equal(metric_take(&metrics, "metric none -0"), 0);
	text = json_of(&metrics);
	assert_string_equal(
		text, "{\"joins\":{\"value\":9007199254740992,\"unit\":null,\"better\":"
		      "\"more\"},\"p99\":{\"value\":15,\"unit\":\"ms\",\"better\":\"less\"},"
		      "\"cold-share\":{\"value\":0.10000000000000001,\"unit\":\"%\","
		      "\"better\":null},\"none\":{\"value\":0,\"unit\":null,\"better\":null}}");
	free(text);
}

static void the_first_may_be_less(void **state)
{
	struct metrics metrics = { .count = 0 };

	(void)state;
	assert_int_equal(metric_take(&metrics, "metric seconds 3 better=less"), 0);
	assert_string_equal(metrics.list[0].better, PROGRAM_LESS);
}

static void other_lines_are_refused(void **state)
{
	(void)state;
	assert_refused("metric", "expected metric NAME VALUE");
	assert_refused("metric a", "expected metric NAME VALUE");
	assert_refused("metric a 1 s better=more x", "expected metric NAME VALUE");
	assert_refused("metric a 1 s s", "'s' is too much");
	assert_refused("metric a 1 better=less s", "'s' is too much");
	assert_refused("metric a 1 better=most", "'better=most' is neither");
	assert_refused("metric 1a 1", "a name has a letter");
	assert_refused("metric a.b 1", "a name has a letter");
	assert_refused("metric a\"b 1", "a name has a letter");
	assert_refused("metric a 1 m\\s", "is not a unit");
	assert_refused("metric a 1 12345678901234567", "is not a unit");
	assert_refused("metric a2345678901234567890123456789012345678901 1", "a name has a letter");
}

static void numbers_are_finite_and_in_range(void **state)
{
	static const char *const bad[] = { "x",	    "1x",  "inf", "nan", "0x10",
					   "1e999", "1,5", "--1", NULL };
	static const char *const outside[] = { "-1", "1e-10", "9007199254740994", NULL };

	(void)state;
	for (size_t i = 0; bad[i]; i++) {
		char line[64];

		snprintf(line, sizeof(line), "metric a %s", bad[i]);
		assert_refused(line, "is not a finite decimal number");
	}
	for (size_t i = 0; outside[i]; i++) {
		char line[64];

		snprintf(line, sizeof(line), "metric a %s", outside[i]);
		assert_refused(line, "is neither 0 nor from 1e-09 to");
	}
}

static void there_is_a_limit(void **state)
{
	struct metrics metrics = { .count = 0 };
	char line[64];

	(void)state;
	for (int i = 0; i < PROGRAM_METRICS_MOST; i++) {
		snprintf(line, sizeof(line), "metric m%d 1", i);
		assert_int_equal(metric_take(&metrics, line), 0);
	}
	assert_int_equal(metric_take(&metrics, "metric more 1"), -1);
	assert_non_null(strstr(failure_text(), "more than 32 metrics"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_lines_are_taken),
		cmocka_unit_test(the_first_may_be_less),
		cmocka_unit_test(other_lines_are_refused),
		cmocka_unit_test(numbers_are_finite_and_in_range),
		cmocka_unit_test(there_is_a_limit),
	};

	return cmocka_run_group_tests_name("adapter", tests, NULL, NULL);
}

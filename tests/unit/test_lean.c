// SPDX-License-Identifier: GPL-2.0-or-later
/* What is cut from a record's text changes nothing but what lean_record() drops anyway. */
#include "test.h"

#include "campaign/lean.h"
#include "util/fs.h"
#include "util/json.h"

#include <string.h>

#define RECORDS "results/quick/records"
#define ONE	RECORDS "/pv-b1-r1.json"

static json_t *parse(const char *text, size_t length)
{
	return json_loadb(text, length, JSON_READ, NULL);
}

/* As a campaign reads it; NULL if it is no JSON. */
static json_t *parse_lean(const char *text, size_t length)
{
	const struct workload *workload = workload_find(NULL);
	GString *lean = lean_text(text, length, workload);
	json_t *record = parse(lean->str, lean->len);

	g_string_free(lean, TRUE);
	lean_record(record, workload);
	return record;
}

/* JSON stays JSON, and the same. */
static void assert_same(const char *text, size_t length)
{
	json_t *whole = parse(text, length), *lean;

	if (!whole)
		return;
	lean_record(whole, workload_find(NULL));
	lean = parse_lean(text, length);
	if (!lean || !json_equal(whole, lean))
		fail_msg("is another record when cut: %.*s", (int)length, text);
	json_decref(whole);
	json_decref(lean);
}

static void committed_records_stay_the_same(void **state)
{
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	assert_int_equal(fs_list(RECORDS, &names), 0);
	assert_true(names->len >= 9);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(RECORDS, names->pdata[i], NULL);
		g_autofree char *text = NULL;
		GString *lean;
		size_t length;

		assert_int_equal(fs_read(path, &text, &length), 0);
		assert_same(text, length);
		lean = lean_text(text, length, workload_find(NULL));
		assert_null(strstr(lean->str, ".patch"));
		if (!strstr(path, "traced"))
			assert_true(lean->len < length * 6 / 10);
		g_string_free(lean, TRUE);
	}
}

static void odd_texts_stay_the_same(void **state)
{
	static const char *const texts[] = {
		"{\"determined\": {\"inputs\": {\"host_patches\": \"a \\\"} ] b\", \"source\": 1}}}",
		"{\"determined\": {\"inputs\": {\"host_patches\": {\"a\": [\"}\"]}, \"x\": {}}}}",
		"{\"determined\":{\"inputs\":{\"host_patches\":1},\"result\":{\"log\":null}},\"e\":[]}",
		"{\"determined\": {\"inputs\": [\"host_patches\"], \"result\": 7}}",
		"{\"determined\": {\"inputs\": {\"host\\u005fpatches\": [1], \"log\": 2}}}",
		"{\"determined\": {\"result\": {\"inputs\": {\"host_patches\": 1}, \"logs\": 2}}}",
		"{\"host_patches\": 1, \"inputs\": {\"host_patches\": 2}, \"determined\": {}}",
		"{}",
		"[{\"determined\": {\"inputs\": {\"host_patches\": 1}}}]",
		"{\"circumstances\": {\"machine\": {\"load\": [1, 2], \"cpu\": \"x\"}}}\n",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		json_t *whole = parse(texts[i], strlen(texts[i]));

		if (!whole)
			fail_msg("is no JSON: %s", texts[i]);
		json_decref(whole);
		assert_same(texts[i], strlen(texts[i]));
	}
}

/* An error must be one still. */
static void truncated_text_stays_no_json(void **state)
{
	g_autofree char *text = NULL;
	size_t length;

	(void)state;
	assert_int_equal(fs_read(ONE, &text, &length), 0);
	while (g_ascii_isspace(text[length - 1]))
		length--;
	for (size_t cut = 0; cut < length; cut += 1 + cut / 500) {
		/* A copy, so that reading behind the end is found. */
		g_autofree char *part = g_memdup2(text, cut + 1);
		json_t *record;

		part[cut] = '\0';
		record = parse_lean(part, cut);
		if (record)
			fail_msg("is JSON when cut after %zu bytes", cut);
	}
}

static void damaged_text_is_the_same_or_no_json(void **state)
{
	static const char bytes[] = "\"\\{}[],: 0a\n";
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	g_autofree char *text = NULL;
	size_t length;

	(void)state;
	assert_int_equal(fs_read(ONE, &text, &length), 0);
	for (int i = 0; i < 500; i++) {
		size_t at = (size_t)g_rand_int_range(rand, 0, (gint32)length);
		const char was = text[at];

		text[at] = bytes[g_rand_int_range(rand, 0, sizeof(bytes) - 1)];
		assert_same(text, length);
		text[at] = was;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(committed_records_stay_the_same),
		cmocka_unit_test(odd_texts_stay_the_same),
		cmocka_unit_test(truncated_text_stays_no_json),
		cmocka_unit_test(damaged_text_is_the_same_or_no_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Published figures, as results/reference/ has them. */
#include "test.h"

#include "report/reference.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define PUBLISHED "results/reference/natapov-2010-v6.json"

static void the_published_reference_is_the_cover_letters(void **state)
{
	struct reference *reference;
	const struct reference_setup *pv;

	(void)state;
	assert_int_equal(reference_load(PUBLISHED, &reference), 0);
	assert_int_equal(reference->setups->len, 3);
	pv = g_hash_table_lookup(reference->by_name, "pv");
	assert_true(pv->figure.mean == 234351846135 && pv->figure.error == 10461117116 &&
		    pv->figure.boots == 10 && !pv->remark);
	assert_string_equal(pv->baseline->name, "master");
	assert_true(reference->has_errors);
	reference_free(reference);
}

/* n - 1 in the deviation; the source's own "+3.4 %" is of a time that fell. */
static void figures_of_runs_are_summarized(void **state)
{
	struct reference *reference;
	const struct reference_setup *on;

	(void)state;
	assert_int_equal(reference_load("results/reference/shan-2021-v4-time.json", &reference), 0);
	on = g_hash_table_lookup(reference->by_name, "alone-on");
	assert_int_equal(on->figure.boots, 5);
	assert_true(fabs(on->figure.mean - 15.1896) < 1e-9);
	assert_true(fabs(on->figure.error - 0.0495122) < 1e-6);
	assert_true(on->figure.mean < on->baseline->figure.mean);
	assert_string_equal(on->printed, "+2.8 to +3.5 %");
	assert_false(reference->has_errors);
	assert_null(reference->workload);
	assert_int_equal(reference->better, BETTER_LOWER);
	reference_free(reference);
}

static void an_unknown_reference_is_answered_with_those_that_there_are(void **state)
{
	struct reference *reference;

	(void)state;
	assert_int_equal(reference_load("natapov", &reference), -ENOENT);
	assert_error_says("natapov-2010-v6, shan-2021-v4-calculation, shan-2021-v4-time");
	assert_null(reference);
}

static void bad_references_are_refused_by_name(void **state)
{
	static const char *const bad[][2] = {
		{ "{", "test.json:1" },
		{ "{\"label\": \"x\"}", "how" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {}}", "no setup" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"mean\": \"1\"}}}",
		  "setups.pv.mean" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"mean\": 1, "
		  "\"std_error\": -1}}}",
		  "setups.pv.std_error" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"mean\": 1, "
		  "\"std_error\": 1, \"n\": 1}}}",
		  "setups.pv.n" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"mean\": 1, "
		  "\"std_error\": 1, \"n\": 2, \"remark\": 1}}}",
		  "setups.pv.remark" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"values\": [1]}}}",
		  "setups.pv.values" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"values\": [1, 0]}}}",
		  "setups.pv.values[1]" },
		{ "{\"label\": \"x\", \"how\": \"y\", \"setups\": {\"pv\": {\"values\": [1, 2], "
		  "\"baseline\": \"no\"}}}",
		  "the baseline of pv is none of its setups" },
	};
	g_autofree char *folder = g_dir_make_tmp("test-report-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "test.json", NULL);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct reference *reference = NULL;

		assert_true(g_file_set_contents(path, bad[i][0], -1, NULL));
		assert_int_equal(reference_load(path, &reference), -EINVAL);
		assert_error_says("test.json");
		assert_error_says(bad[i][1]);
		assert_null(reference);
	}
	g_unlink(path);
	g_rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_reference_is_the_cover_letters),
		cmocka_unit_test(figures_of_runs_are_summarized),
		cmocka_unit_test(an_unknown_reference_is_answered_with_those_that_there_are),
		cmocka_unit_test(bad_references_are_refused_by_name),
	};

	return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}

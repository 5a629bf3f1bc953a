// SPDX-License-Identifier: GPL-2.0-or-later
/* What bm says in the guest, line by line. */
#include "test.h"

#include "workload/inside.h"
#include "workload/workload.h"

#include <glib.h>
#include <string.h>

static uint64_t status;

/* A new result that has taken the line, from the console; free with json_decref(). */
static json_t *heard(const char *line, enum workload_step expected)
{
	const struct workload_inside *bm = workload_inside_find("bm");
	json_t *result = bm->result_new();

	if (bm->line_take(result, line, false, &status) != expected)
		fail_msg("'%s' is taken for another step", line);
	return result;
}

static void assert_heard(const char *line, enum workload_step step, const char *expected)
{
	json_t *result = heard(line, step);
	char *text = json_dumps(result, JSON_COMPACT);

	assert_string_equal(text, expected);
	free(text);
	json_decref(result);
}

static void lines_are_understood(void **state)
{
	(void)state;
	json_decref(heard("ready", WORKLOAD_READY));
	json_decref(heard("start", WORKLOAD_STARTED));
	assert_heard("worker 3: 371482830", WORKLOAD_STEPS,
		     "{\"work\":null,\"workers\":[371482830],\"bm\":null,\"bm_status\":null}");
	assert_heard("total: 122789420615", WORKLOAD_DONE,
		     "{\"work\":122789420615,\"workers\":[],\"bm\":null,\"bm_status\":null}");
	assert_heard("bm: exit status 2", WORKLOAD_ENDED,
		     "{\"work\":null,\"workers\":[],\"bm\":null,\"bm_status\":2}");
	assert_int_equal(status, 2);
	assert_heard("bm: killed by signal 9", WORKLOAD_ENDED,
		     "{\"work\":null,\"workers\":[],\"bm\":null,\"bm_status\":137}");
	assert_int_equal(status, 137);
}

static void near_lines_are_others(void **state)
{
	static const char *const others[] = { "",
					      "ready ",
					      "started",
					      "worker : 1",
					      "worker 1:",
					      "worker 1:2",
					      "worker x: 1",
					      "total: ",
					      "total: -1",
					      "total: 1 ",
					      "total 1",
					      "bm: exit status",
					      "total: 99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		assert_heard(others[i], WORKLOAD_STEPS,
			     "{\"work\":null,\"workers\":[],\"bm\":null,\"bm_status\":null}");
}

/* Does bm's part of a result, without anything before, become the line? */
static bool is_json(const char *line, bool is_port)
{
	const struct workload_inside *bm = workload_inside_find("bm");
	json_t *result = bm->result_new();
	bool is;

	assert_int_equal(bm->line_take(result, line, is_port, &status), WORKLOAD_STEPS);
	is = json_is_object(json_object_get(result, "bm"));
	json_decref(result);
	return is;
}

static void json_needs_its_schema_version_and_its_port(void **state)
{
	(void)state;
	assert_true(is_json("{\"schema_version\":1,\"total\":7}", true));
	assert_false(is_json("{\"schema_version\":1,\"total\":7}", false));
	assert_false(is_json("{\"total\":7}", true));
	assert_false(is_json("{\"schema_version\":1,\"total\":", true));
}

static void only_the_first_json_counts(void **state)
{
	const struct workload_inside *bm = workload_inside_find("bm");
	json_t *result = bm->result_new();

	(void)state;
	assert_true(bm->prepare_ns(result) == 0);
	bm->line_take(result, "{\"schema_version\":1,\"prefault_ns\":7}", true, &status);
	bm->line_take(result, "{\"schema_version\":1,\"prefault_ns\":8}", true, &status);
	assert_true(bm->prepare_ns(result) == 7);
	json_decref(result);
}

static void names_are_found(void **state)
{
	(void)state;
	assert_string_equal(workload_inside_find(NULL)->name, "bm");
	assert_null(workload_inside_find("none"));
}

static void assert_command(const char *settings, const char *expected)
{
	json_t *json = json_loads(settings, 0, NULL);
	g_autofree char *line = workload_find("bm")->command(json);

	if (g_strcmp0(line, expected))
		fail_msg("%s: \"%s\"", settings, line ? line : "(none)");
	json_decref(json);
}

static void it_says_how_a_person_starts_it(void **state)
{
	(void)state;
	assert_command("{\"faulting\": 4, \"working\": 2, \"array\": 1073741824, \"seconds\": 60, "
		       "\"layout\": \"packed\", \"fill\": \"zero\", \"placement\": \"free\", "
		       "\"interval\": 0}",
		       "./bm -f 4 -w 2 -m 1G -t 60");
	assert_command("{\"faulting\": 1, \"working\": 1, \"array\": 1048576, \"seconds\": 5, "
		       "\"layout\": \"padded\", \"fill\": \"pattern\", \"placement\": \"0 ;\", "
		       "\"interval\": 2}",
		       "./bm -f 1 -w 1 -m 1M -t 5 --layout padded --fill pattern --place '0 ;' "
		       "--interval 2");
	assert_command("{\"faulting\": 4, \"working\": 4, \"array\": 1048576}", NULL);
	assert_command("{\"faulting\": \"4\", \"working\": 4, \"array\": 1, \"seconds\": 1}", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_understood),
		cmocka_unit_test(near_lines_are_others),
		cmocka_unit_test(json_needs_its_schema_version_and_its_port),
		cmocka_unit_test(only_the_first_json_counts),
		cmocka_unit_test(names_are_found),
		cmocka_unit_test(it_says_how_a_person_starts_it),
	};

	return cmocka_run_group_tests_name("bm", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A user's program as a workload: what records have of its runs, what is refused in them, and the
 * metrics that a campaign has from them.
 */
#include "test.h"

#include "campaign/lean.h"
#include "made_up.h"
#include "record/range.h"
#include "record/record.h"
#include "report/gate.h"
#include "settings/describe.h"
#include "workload/inside.h"
#include "workload/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SETTING "/home/me/join -m 1G"

#define METRICS                                                               \
	"{\"probes\":{\"value\":12345,\"unit\":\"1/s\",\"better\":\"more\"}," \
	"\"slowest\":{\"value\":0.25,\"unit\":\"ms\",\"better\":\"less\"},"   \
	"\"hits\":{\"value\":50,\"unit\":\"%\",\"better\":null}}"

/* What the runner hands over, with bm's members; "failure": of result_make(). */
static json_t *handed_over(const char *bm, const char *failure)
{
	json_t *said = json_loads(bm, JSON_DECODE_ANY, NULL);

	assert_non_null(said);
	return json_pack("{s:i, s:[], s:o, s:i, s:{s:i}, s:{s:[], s:[s, s]}, s:s?}", "work", 0,
			 "workers", "bm", said, "bm_status", failure ? 1 : 0, "counters",
			 "async_not_present", 3, "log", "host_bad", "guest_bad",
			 "program: WARNING: mine", "program: [ 1.0] WARNING: the kernel's",
			 "failure", failure);
}

static void the_adapters_words_become_a_result(void **state)
{
	json_t *result = handed_over("{\"schema_version\":1,\"prefault_ns\":7,\"window_ns\":9,"
				     "\"metrics\":" METRICS "}",
				     NULL);
	char *json;

	(void)state;
	workload_program.take(result, SETTING);
	json = json_dumps(result, JSON_COMPACT);
	assert_string_equal(json,
			    "{\"metrics\":" METRICS
			    ",\"program\":{\"prepare_ns\":7,\"window_ns\":9},\"counters\":"
			    "{\"async_not_present\":3},\"log\":{\"host_bad\":[],\"guest_bad\":"
			    "[\"program: [ 1.0] WARNING: the kernel's\"]},\"failure\":null}");
	free(json);
	json_decref(result);
}

/* What the adapter prints, and sends to the record's port, on its way through the runner. */
static void the_runner_takes_the_adapter_for_bm(void **state)
{
	const struct workload_inside *bm = workload_inside_find("bm");
	json_t *result = bm->result_new();
	uint64_t status = 1;
	char *json;

	(void)state;
	assert_int_equal(bm->line_take(result, "program: ready", false, &status), WORKLOAD_STEPS);
	assert_int_equal(bm->line_take(result, "ready", false, &status), WORKLOAD_READY);
	assert_int_equal(bm->line_take(result, "start", false, &status), WORKLOAD_STARTED);
	assert_int_equal(bm->line_take(result, "total: 0", false, &status), WORKLOAD_DONE);
	assert_int_equal(bm->line_take(result,
				       "{\"schema_version\":1,\"prefault_ns\":7,\"window_ns\":9,"
				       "\"metrics\":" METRICS "}",
				       true, &status),
			 WORKLOAD_STEPS);
	assert_int_equal(bm->line_take(result, "bm: exit status 0", true, &status), WORKLOAD_ENDED);
	assert_int_equal(status, 0);
	assert_int_equal(bm->prepare_ns(result), 7);
	workload_program.take(result, SETTING);
	json = json_dumps(result, JSON_COMPACT);
	assert_string_equal(json, "{\"metrics\":" METRICS
				  ",\"program\":{\"prepare_ns\":7,\"window_ns\":9}}");
	free(json);
	json_decref(result);
}

static void assert_failure(const char *bm, const char *failure, const char *becomes)
{
	json_t *result = handed_over(bm, failure);

	workload_program.take(result, SETTING);
	assert_string_equal(json_string_value(json_object_get(result, "failure")), becomes);
	assert_true(json_is_null(json_object_get(result, "metrics")));
	json_decref(result);
}

static void a_failure_names_the_program_and_the_reason(void **state)
{
	(void)state;
	assert_failure("{\"schema_version\":1,\"error\":\"metric a: was given twice\"}",
		       "guest: bm ended with status 1 before it printed its total",
		       "guest: metric a: was given twice");
	assert_failure("null",
		       "guest: bm ended with status 1 before it was ready (bm's array prefaulted)",
		       "guest: join ended with status 1 before it was ready");
	assert_failure("null", "guest: hung: 60 s were not enough until it started the window",
		       "guest: hung: 60 s were not enough until it said start");
}

static void a_guest_cannot_make_a_record_that_is_refused(void **state)
{
	json_t *result = handed_over("{\"schema_version\":1,\"metrics\":{\"a.b\":{\"value\":1,"
				     "\"unit\":null,\"better\":null}}}",
				     NULL);

	(void)state;
	workload_program.take(result, SETTING);
	assert_true(json_is_null(json_object_get(result, "metrics")));
	assert_null(workload_program.fault(result));
	json_decref(result);
}

static void assert_fault(const char *metrics, const char *why)
{
	json_t *json = json_loads(metrics, JSON_DECODE_ANY, NULL);
	json_t *result = json_pack("{s:o}", "metrics", json);
	g_autofree char *fault = workload_program.fault(result);

	if (!why)
		assert_null(fault);
	else if (!fault || !strstr(fault, why))
		fail_msg("%s: fault \"%s\"", metrics, fault ? fault : "none");
	json_decref(result);
}

static void strangers_metrics_are_checked(void **state)
{
	GString *many = g_string_new("{");

	(void)state;
	assert_fault("null", NULL);
	assert_fault("{}", NULL);
	assert_fault(METRICS, NULL);
	assert_fault("[]", "is no object");
	assert_fault("{\"a\":1}", "has no value");
	assert_fault("{\"\":{\"value\":1,\"unit\":null,\"better\":null}}", "has a name");
	assert_fault("{\"1\":{\"value\":1,\"unit\":null,\"better\":null}}", "has a name");
	assert_fault("{\"a b\":{\"value\":1,\"unit\":null,\"better\":null}}", "has a name");
	assert_fault("{\"a\":{\"value\":\"1\",\"unit\":null,\"better\":null}}", "has no value");
	assert_fault("{\"a\":{\"value\":-1,\"unit\":null,\"better\":null}}", "out of range");
	assert_fault("{\"a\":{\"value\":1e300,\"unit\":null,\"better\":null}}", "out of range");
	assert_fault("{\"a\":{\"value\":1,\"better\":null}}", "has a unit");
	assert_fault("{\"a\":{\"value\":1,\"unit\":\"a b\",\"better\":null}}", "has a unit");
	assert_fault("{\"a\":{\"value\":1,\"unit\":null,\"better\":\"x\"}}", "has a better");
	for (int i = 0; i < 33; i++)
		g_string_append_printf(many,
				       "%s\"m%d\":{\"value\":1,\"unit\":null,\"better\":null}",
				       i ? "," : "", i);
	g_string_append_c(many, '}');
	assert_fault(many->str, "more than 32");
	g_string_free(many, TRUE);
}

static json_t *metrics_json(double probes, double slowest)
{
	return json_pack("{s:{s:f, s:s, s:s}, s:{s:f, s:n, s:n}, s:{s:f, s:s, s:s}}", "probes",
			 "value", probes, "unit", "1/s", "better", "more", "hits", "value", 50.0,
			 "unit", "better", "slowest", "value", slowest, "unit", "ms", "better",
			 "less");
}

static json_t *program_record(const char *setup, int boot, double probes, double slowest)
{
	return json_pack("{s:i, s:{s:s, s:i, s:i, s:i, s:{s:s, s:b}, s:{s:o}}}", "schema_version",
			 1, "determined", "setup", setup, "boot", boot, "run", boot, "seed", boot,
			 "settings", "workload", "./join -m 1G", "counters", 0, "result", "metrics",
			 metrics_json(probes, slowest));
}

/* slow does 80 % of base's probes; its slowest ones take twice as long. */
static struct campaign *campaign_join(void)
{
	struct campaign *campaign = campaign_new("base slow", 3, 3, "base", NULL);

	campaign->program = program_new("./join -m 1G");
	for (int i = 0; i < 6; i++) {
		const int boot = i % 3 + 1;
		json_t *record = program_record(i < 3 ? "base" : "slow", boot,
						(i < 3 ? 1000.0 : 800.0) + boot,
						(i < 3 ? 0.5 : 1.0) + boot / 1000.0);

		record_judge(record, workload_find(SETTING), "none");
		assert_int_equal(record_check("made-up", record), 0);
		lean_record(record, workload_find(SETTING));
		g_ptr_array_add(campaign->records, record);
		assert_int_equal(program_learn(campaign->program,
					       record_lookup(record, "determined.result")),
				 0);
	}
	campaign->workload = program_workload(campaign->program);
	return campaign;
}

static void join_drop(struct campaign *campaign)
{
	program_free(campaign->program);
	campaign_drop(campaign);
}

static void tables_have_the_metrics_of_its_runs(void **state)
{
	struct campaign *campaign = campaign_join();
	struct report *report = report_of(campaign);
	char *text = report_text(report);

	(void)state;
	assert_has(text, "      probes 1/s    std error\nbase: 1002.0 (0.6)\nslow: 802.0 (0.6)\n");
	assert_has(text, "probes ratio  measured");
	assert_has(text, "mean per run    hits\nbase          50.000\n");
	assert_has(text, "slowest ms  mean (std error)  ratio");
	assert_null(strstr(text, "work"));
	free(text);
	report_free(report);
	join_drop(campaign);
}

static void the_gate_knows_which_way_is_a_loss(void **state)
{
	struct gate_options options = { .margin = 0.05, .metric = "slowest" };
	struct campaign *campaign = campaign_join();
	struct report *report = report_of(campaign);
	struct gate *gate = NULL;

	(void)state;
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_int_equal(gate->worst, VERDICT_WORSE);
	gate_free(gate);
	options.metric = NULL;
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_string_equal(gate->metric->name, "probes");
	assert_int_equal(gate->worst, VERDICT_WORSE);
	gate_free(gate);
	options.metric = "hits";
	assert_int_equal(gate_make(report, &options, &gate), -EINVAL);
	assert_error_says("workload join has no hits to judge");
	report_free(report);
	join_drop(campaign);
}

static void runs_that_contradict_each_other_are_refused(void **state)
{
	struct program *program = program_new("./join");
	json_t *one = json_pack("{s:o}", "metrics", metrics_json(1, 1));
	json_t *other = json_deep_copy(one);
	json_t *probes = json_object_get(json_object_get(other, "metrics"), "probes");

	(void)state;
	assert_int_equal(program_learn(program, one), 0);
	json_object_set_new(probes, "unit", json_null());
	assert_int_equal(program_learn(program, other), -EINVAL);
	assert_error_says("metric probes is in no unit here, and in 1/s in another run");
	json_object_set_new(probes, "unit", json_string("1/s"));
	json_object_set_new(probes, "better", json_string("less"));
	assert_int_equal(program_learn(program, other), -EINVAL);
	assert_error_says("metric probes has another better=");
	json_decref(one);
	json_decref(other);
	program_free(program);
}

static void a_campaign_without_a_valid_run_has_a_report(void **state)
{
	struct campaign *campaign = campaign_new("base slow", 1, 1, "base", NULL);
	json_t *record = program_record("base", 1, 1, 1), *result;
	struct report *report;
	char *text;

	(void)state;
	result = json_object_get(json_object_get(record, "determined"), "result");
	json_object_set_new(result, "metrics", json_null());
	record_judge(record, workload_find(SETTING), "none");
	assert_string_equal(json_string_value(json_array_get(
				    record_lookup(record, "determined.invalid_reasons"), 0)),
			    "the program gave no metrics");
	g_ptr_array_add(campaign->records, record);
	campaign->program = program_new("./join");
	campaign->workload = program_workload(campaign->program);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(text, "base     ");
	free(text);
	report_free(report);
	join_drop(campaign);
}

static void only_equal_metrics_are_held_against_each_other(void **state)
{
	struct campaign *one = campaign_join(), *other = campaign_join();
	struct program *bare = program_new("./join");

	(void)state;
	assert_true(workload_is_same(one->workload, other->workload));
	assert_false(workload_is_same(one->workload, workload_find("bm")));
	assert_false(workload_is_same(one->workload, program_workload(bare)));
	program_free(bare);
	join_drop(one);
	join_drop(other);
}

static void settings_of_bm_are_refused(void **state)
{
	struct settings settings;

	(void)state;
	settings_init(&settings);
	assert_int_equal(settings_set(&settings, setting_find("workload"), SETTING), 0);
	assert_int_equal(workload_program.check(&settings, "pv"), 0);
	assert_int_equal(settings_set(&settings, setting_find("array"), "2G"), 0);
	assert_int_equal(workload_program.check(&settings, "pv"), -EINVAL);
	assert_error_says("setup pv: array = 2G is for bm");
	settings_clear(&settings);
}

/* It knows bm alone, whose lines the adapter speaks. */
static void the_runner_is_told_of_bm(void **state)
{
	struct settings settings;
	struct inside inside;

	(void)state;
	settings_init(&settings);
	assert_int_equal(settings_set(&settings, setting_find("workload"), SETTING), 0);
	inside_take(&settings, &inside);
	assert_string_equal(inside.workload, "bm");
	inside_clear(&inside);
	settings_clear(&settings);
}

static void odd_names_of_strangers_are_no_program(void **state)
{
	(void)state;
	assert_ptr_equal(workload_find("./join -m 1G"), &workload_program);
	assert_null(workload_find("./a'b"));
	assert_null(workload_find("/"));
	assert_null(workload_find("./\033[31m"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_adapters_words_become_a_result),
		cmocka_unit_test(the_runner_takes_the_adapter_for_bm),
		cmocka_unit_test(a_failure_names_the_program_and_the_reason),
		cmocka_unit_test(a_guest_cannot_make_a_record_that_is_refused),
		cmocka_unit_test(strangers_metrics_are_checked),
		cmocka_unit_test(tables_have_the_metrics_of_its_runs),
		cmocka_unit_test(the_gate_knows_which_way_is_a_loss),
		cmocka_unit_test(runs_that_contradict_each_other_are_refused),
		cmocka_unit_test(a_campaign_without_a_valid_run_has_a_report),
		cmocka_unit_test(only_equal_metrics_are_held_against_each_other),
		cmocka_unit_test(settings_of_bm_are_refused),
		cmocka_unit_test(the_runner_is_told_of_bm),
		cmocka_unit_test(odd_names_of_strangers_are_no_program),
	};

	return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}

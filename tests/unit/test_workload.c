// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A made-up workload, of which less time is better, on the way of every workload: its lines, the
 * result, the judge, what a record may hold, the tables, the gate and the plot.
 */
#include "test.h"

#include "campaign/lean.h"
#include "host/result.h"
#include "made_up.h"
#include "qemu/guest_command.h"
#include "record/range.h"
#include "record/record.h"
#include "report/gate.h"
#include "report/layout.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The runner's half: "pong NS" for each answer, "over", "exit STATUS". */

static char *ping_arguments(const struct inside *settings)
{
	return g_strdup_printf("--cpus %d", (int)settings->vcpus);
}

static json_t *ping_result_new(void)
{
	return json_pack("{s:[], s:n}", "pongs", "ping_status");
}

static enum workload_step ping_line_take(json_t *result, const char *line, bool is_port,
					 uint64_t *status)
{
	(void)is_port;
	if (!strcmp(line, "up"))
		return WORKLOAD_READY;
	if (!strcmp(line, "go"))
		return WORKLOAD_STARTED;
	if (g_str_has_prefix(line, "pong "))
		json_array_append_new(json_object_get(result, "pongs"),
				      json_pack("{s:i}", "ns", atoi(line + strlen("pong "))));
	if (!strcmp(line, "over"))
		return WORKLOAD_DONE;
	if (!g_str_has_prefix(line, "exit "))
		return WORKLOAD_STEPS;
	*status = (uint64_t)atoi(line + strlen("exit "));
	json_object_set_new(result, "ping_status", json_integer((json_int_t)*status));
	return WORKLOAD_ENDED;
}

static uint64_t ping_prepare_ns(const json_t *result)
{
	(void)result;
	return 0;
}

static const struct workload_inside ping_inside = {
	.name = "ping",
	.steps = { "was up", "went", "was over", "ended" },
	.arguments = ping_arguments,
	.result_new = ping_result_new,
	.line_take = ping_line_take,
	.prepare_ns = ping_prepare_ns,
};

/* The harness's half. */

static const struct metric ping_metrics[] = {
	{ "latency", "latency", "latency ms", "pongs.[].ns", "ms", 1e-6, 2, BETTER_LOWER,
	  METRIC_SUM, METRIC_COMPARED },
	{ "slowest", "slowest answer", "slowest ms", "pongs.[].ns", "ms", 1e-6, 1, BETTER_LOWER,
	  METRIC_MOST, METRIC_MAXIMUM },
	{ "load", "load", "load", "cpu_stat.usage", NULL, 1, 0, BETTER_LOWER, METRIC_SUM,
	  METRIC_COMPARED },
	{ "waiting", "waiting", "waiting", "cpu_stat.waiting", NULL, 1, 0, BETTER_NEITHER,
	  METRIC_SUM, METRIC_MEAN },
	{ .name = NULL },
};

static const struct workload_range ping_ranges[] = {
	{ "determined.result.pongs.[].ns", 0, false },
	{ .path = NULL },
};

static void ping_judge(struct judgement *judgement)
{
	const json_t *status = json_object_get(judgement->result, "ping_status");

	if (json_integer_value(status))
		judgement_refuse(judgement, "ping ended with status %d",
				 (int)json_integer_value(status));
	if (!json_array_size(json_object_get(judgement->result, "pongs")))
		judgement_refuse(judgement, "there was no answer");
	judgement_note(judgement, "made up");
}

static char *ping_text(const json_t *result)
{
	return g_strdup_printf("%.1f ms", metric_read(&ping_metrics[0], result));
}

static const struct workload ping = {
	.name = "ping",
	.program = "ping",
	.metrics = ping_metrics,
	.ranges = ping_ranges,
	.judge = ping_judge,
	.text = ping_text,
};

/* A run's result of these lines, as the runner makes it. */
static json_t *result_of(const char *const lines[])
{
	struct run run;
	json_t *result;

	run_init(&run, "/nonexistent");
	run.guest.workload = &ping_inside;
	json_decref(run.guest.result);
	run.guest.result = ping_inside.result_new();
	for (; *lines; lines++)
		ping_inside.line_take(run.guest.result, *lines, false, &run.guest.exit_status);
	result = result_make(&run, NULL);
	json_object_del(result, "log"); /* of this machine's kernel */
	run_clear(&run);
	return result;
}

/* Of a run with two answers after ns nanoseconds together; not judged yet. */
static json_t *record_of(const char *setup, int boot, int ns)
{
	g_autofree char *one = g_strdup_printf("pong %d", ns / 4);
	g_autofree char *other = g_strdup_printf("pong %d", ns - ns / 4);
	const char *const lines[] = { "up", "go", one, other, "over", "exit 0", NULL };
	json_t *result = result_of(lines);

	json_object_set_new(result, "cpu_stat",
			    json_pack("{s:i, s:i}", "usage", ns / 1000, "waiting", 7 + boot));
	return json_pack("{s:i, s:{s:s, s:i, s:i, s:i, s:{s:s, s:b}, s:o}}", "schema_version", 1,
			 "determined", "setup", setup, "boot", boot, "run", boot, "seed", boot,
			 "settings", "workload", "ping", "counters", 0, "result", result);
}

/* Each setup with three boots; to slow it takes half as long again, to fast half as long. */
static struct campaign *campaign_ping(void)
{
	static const int spread[] = { 1000000, 1010000, 990000 };
	static const struct {
		const char *name;
		double factor;
	} setups[] = { { "base", 1 }, { "slow", 1.5 }, { "fast", 0.5 }, { "same", 1.001 } };
	struct campaign *campaign = campaign_new("base slow fast same", 3, 3, "base", NULL);

	campaign->workload = &ping;
	for (size_t i = 0; i < G_N_ELEMENTS(setups); i++)
		for (int boot = 1; boot <= 3; boot++) {
			json_t *record = record_of(setups[i].name, boot,
						   (int)(spread[boot - 1] * setups[i].factor));

			record_judge(record, &ping, "none");
			lean_record(record, &ping);
			g_ptr_array_add(campaign->records, record);
		}
	return campaign;
}

static void it_is_started_with_its_own_arguments(void **state)
{
	g_autoptr(GPtrArray) argv = NULL;
	g_autofree char *line = NULL;
	struct inside settings;

	(void)state;
	inside_init(&settings);
	argv = guest_command(&settings, &ping_inside, "/run/x");
	line = g_strjoinv(" ", (char **)argv->pdata);
	assert_has(line, " -- --cpus 4");
	assert_null(strstr(line, "--gate"));
	inside_clear(&settings);
}

static void its_lines_become_its_members_of_the_result(void **state)
{
	static const char *const lines[] = {
		"up", "go", "pong 3", "noise", "over", "exit 1", NULL
	};
	json_t *result = result_of(lines);
	char *text = json_dumps(result, JSON_COMPACT);

	(void)state;
	assert_true(
		g_str_has_prefix(text, "{\"pongs\":[{\"ns\":3}],\"ping_status\":1,\"counters\":"));
	assert_null(json_object_get(result, "work"));
	free(text);
	json_decref(result);
}

static void its_judge_decides(void **state)
{
	static const char *const lines[] = { "up", "go", "over", "exit 1", NULL };
	json_t *record = record_of("base", 1, 1000000), *determined;
	char *text;

	(void)state;
	determined = json_object_get(record, "determined");
	record_judge(record, &ping, "none");
	assert_true(json_is_true(json_object_get(determined, "valid")));
	json_object_set_new(determined, "result", result_of(lines));
	record_judge(record, &ping, "none");
	text = json_dumps(json_object_get(determined, "invalid_reasons"), JSON_COMPACT);
	assert_has(text, "[\"ping ended with status 1\",\"there was no answer\"]");
	free(text);
	json_decref(record);
}

static void its_figures_are_checked_and_no_others(void **state)
{
	json_t *record = record_of("base", 1, 1000000), *result, *pong;
	g_autofree char *fault = NULL;

	(void)state;
	result = json_object_get(json_object_get(record, "determined"), "result");
	json_object_set_new(result, "work", json_string("bm's"));
	assert_null(range_fault(record, &ping));
	pong = json_array_get(json_object_get(result, "pongs"), 1);
	json_object_set_new(pong, "ns", json_integer(-1));
	fault = range_fault(record, &ping);
	assert_has(fault, "\"determined.result.pongs[1].ns\" is no whole number from 0");
	json_decref(record);
}

static void metrics_are_summed_or_the_largest_of_a_list(void **state)
{
	json_t *result = json_pack("{s:[{s:i}, {s:i}]}", "pongs", "ns", 1000000, "ns", 3000000);
	json_t *empty = json_pack("{s:[]}", "pongs"), *none = json_object();

	(void)state;
	assert_true(metric_read(&ping_metrics[0], result) == 4);
	assert_true(metric_read(&ping_metrics[1], result) == 3);
	assert_true(metric_read(&ping_metrics[0], empty) == 0);
	assert_true(isnan(metric_read(&ping_metrics[1], empty)));
	assert_true(isnan(metric_read(&ping_metrics[0], none)));
	assert_true(isnan(metric_read(&ping_metrics[2], result)));
	json_decref(result);
	json_decref(empty);
	json_decref(none);
}

static void tables_have_its_metrics_with_names_and_units(void **state)
{
	struct campaign *campaign = campaign_ping();
	struct report *report = report_of(campaign);
	char *text = report_text(report);

	(void)state;
	assert_has(text, "      latency ms    std error\n"
			 "base: 1.00 (0.01)\n"
			 "slow: 1.50 (0.01)\n");
	assert_has(text, "latency ratio  measured");
	assert_has(text, "all runs  slowest ms\n"
			 "base             0.8\n"
			 "slow             1.1\n");
	assert_has(text, "load  mean (std error)  ratio  95 % interval    df  waiting\n"
			 "base          1000 (6)  1.000  -                 -        9\n");
	assert_null(strstr(text, "work"));
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void tables_say_to_programs_that_less_is_better(void **state)
{
	struct campaign *campaign = campaign_ping();
	struct report *report = report_of(campaign);
	const struct format *csv = NULL;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	(void)state;
	assert_int_equal(format_find(format_table, "csv", &csv), 0);
	format_print(csv, report, &look_plain, file);
	fclose(file);
	assert_has(text, "latency,,1,\"base\",latency,ms,lower,1\n");
	assert_has(text, "ratios,,2,\"slow\",ratio,,lower,1.5\n");
	assert_has(text, "slowest,,1,\"base\",slowest,ms,lower,0.7575\n");
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void its_metrics_are_exported_run_by_run(void **state)
{
	struct campaign *campaign = campaign_ping();
	struct report *report = report_of(campaign);
	char *text = export_text(campaign, report, "csv");
	char *words = export_text(campaign, report, "benchstat");

	(void)state;
	assert_has(words, "Unit latency-ms better=lower\nUnit slowest-ms better=lower\n"
			  "Unit load better=lower\nBenchmarkApfbench/setup=base/workload=ping 1 "
			  "1 latency-ms 0.75 slowest-ms 1000 load 8 waiting\n");
	free(words);
	assert_has(text, ",guest_kernel_hash,latency_ms,slowest_ms,load,waiting,async_tried,");
	assert_has(text, "\n\"slow\",,,1,1,,1,true,,,,,,1.5,1.125,1500,8,,");
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void published_figures_of_another_workload_are_not_shown(void **state)
{
	struct campaign *campaign = campaign_new("master pv", 1, 1, "master", "natapov-2010-v6");
	struct report *report;

	(void)state;
	campaign->workload = &ping;
	report = report_of(campaign);
	assert_null(report->reference);
	assert_true(isnan(report_setup(report, "pv")->published.mean));
	assert_note(report, "reference natapov-2010-v6 has no figures of ping");
	report_free(report);
	campaign_drop(campaign);
}

static enum verdict verdict_of(const struct gate *gate, const char *setup)
{
	for (guint i = 0; i < gate->rows->len; i++) {
		const struct gate_row *row = gate->rows->pdata[i];

		if (!strcmp(row->setup->name, setup))
			return row->verdict;
	}
	fail_msg("%s is not judged", setup);
	return VERDICT_UNCLEAR;
}

static void the_gate_takes_a_rise_for_a_loss(void **state)
{
	struct gate_options options = { .margin = 0.05 };
	struct campaign *campaign = campaign_ping();
	struct report *report = report_of(campaign);
	struct gate *gate = NULL;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	(void)state;
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_int_equal(verdict_of(gate, "slow"), VERDICT_WORSE);
	assert_int_equal(verdict_of(gate, "fast"), VERDICT_BETTER);
	assert_int_equal(verdict_of(gate, "same"), VERDICT_SAME);
	assert_int_equal(gate->worst, VERDICT_WORSE);
	gate_print(gate, &look_plain, file);
	fclose(file);
	assert_has(text, "Ratio of latency (less is better) to that of base; tolerated loss: 5 %.");
	free(text);
	gate_free(gate);
	options.metric = "load";
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_string_equal(gate->metric->title, "load");
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
}

static void the_gate_judges_compared_metrics_only(void **state)
{
	struct gate_options options = { .margin = 0.05, .metric = "accesses" };
	struct campaign *campaign = campaign_ping();
	struct report *report = report_of(campaign);
	struct gate *gate = NULL;

	(void)state;
	assert_int_equal(gate_make(report, &options, &gate), -EINVAL);
	assert_error_says("workload ping has no accesses to judge");
	options.metric = "waiting";
	assert_int_equal(gate_make(report, &options, &gate), -EINVAL);
	report_free(report);
	campaign_drop(campaign);
}

/* Of a campaign in which base, or slow, takes no time at all. */
static void assert_no_time_is_unclear(const char *which, const char *reason)
{
	const struct gate_options options = { .margin = 0.05 };
	struct campaign *campaign = campaign_new("base slow", 1, 1, "base", NULL);
	struct gate *gate = NULL;
	struct report *report;
	const struct gate_row *row;

	campaign->workload = &ping;
	for (int i = 0; i < 2; i++) {
		const char *setup = i ? "slow" : "base";
		json_t *record = record_of(setup, 1, strcmp(setup, which) ? 1000000 : 0);

		record_judge(record, &ping, "none");
		g_ptr_array_add(campaign->records, record);
	}
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	row = gate->rows->pdata[0];
	assert_int_equal(row->verdict, VERDICT_UNCLEAR);
	assert_string_equal(row->reason, reason);
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
}

static void no_time_at_all_is_no_gain(void **state)
{
	(void)state;
	assert_no_time_is_unclear("slow", "it has no latency above 0");
	assert_no_time_is_unclear("base", "the baseline has no latency above 0");
}

static void the_plot_names_it(void **state)
{
	struct campaign *campaign = campaign_ping();
	struct report *report = report_of(campaign);
	g_autofree char *data = plot_text(report);

	(void)state;
	assert_has(data, "\nfigure \"latency ms\"\n");
	assert_has(data, "1 \"slow\" 3 1.5 ");
	report_free(report);
	campaign_drop(campaign);
}

static void names_are_found(void **state)
{
	g_autofree char *names = workload_names();
	json_t *bm = json_pack("{s:s}", "workload", "bm");
	json_t *other = json_pack("{s:s}", "workload", "ping");
	json_t *odd = json_pack("{s:i}", "workload", 1), *none = json_object();

	(void)state;
	assert_true(g_str_has_prefix(names, "bm"));
	assert_ptr_equal(workload_of(none), workload_find("bm"));
	assert_ptr_equal(workload_of(bm), workload_find("bm"));
	assert_null(workload_of(other));
	assert_null(workload_of(odd));
	json_decref(bm);
	json_decref(other);
	json_decref(odd);
	json_decref(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_started_with_its_own_arguments),
		cmocka_unit_test(its_lines_become_its_members_of_the_result),
		cmocka_unit_test(its_judge_decides),
		cmocka_unit_test(its_figures_are_checked_and_no_others),
		cmocka_unit_test(metrics_are_summed_or_the_largest_of_a_list),
		cmocka_unit_test(tables_have_its_metrics_with_names_and_units),
		cmocka_unit_test(tables_say_to_programs_that_less_is_better),
		cmocka_unit_test(its_metrics_are_exported_run_by_run),
		cmocka_unit_test(published_figures_of_another_workload_are_not_shown),
		cmocka_unit_test(the_gate_takes_a_rise_for_a_loss),
		cmocka_unit_test(the_gate_judges_compared_metrics_only),
		cmocka_unit_test(no_time_at_all_is_no_gain),
		cmocka_unit_test(the_plot_names_it),
		cmocka_unit_test(names_are_found),
	};

	return cmocka_run_group_tests_name("workload", tests, NULL, NULL);
}

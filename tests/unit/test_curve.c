// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: their order, ratios from place to place, table, plot data and pictures. */
#include "test.h"

#include "files.h"
#include "made_up.h"
#include "record/record.h"
#include "report/curve.h"
#include "report/gate.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

static void place_set(struct campaign *campaign, const char *setup, const char *line, double x)
{
	json_t *axis = json_object_get(campaign->experiment, "axis");

	if (!axis) {
		axis = json_pack("{s:s, s:{}}", "title", "patches applied", "setups");
		json_object_set_new(campaign->experiment, "axis", axis);
	}
	json_object_set_new(json_object_get(axis, "setups"), setup,
			    json_pack("{s:s, s:f}", "line", line, "x", x));
}

static void boots_add(struct campaign *campaign, const char *setup, json_int_t work, int accesses)
{
	for (int boot = 1; boot <= 3; boot++)
		record_add(campaign, setup, boot, boot, work + (boot - 2) * 1000000,
			   accesses + (boot - 2) * 100, 0);
}

/* Two curves, whose setups the experiment names in another order than that of their x. */
static struct campaign *campaign_curves(void)
{
	struct campaign *campaign = campaign_new("a9 a0 a2 b0 b2", 3, 3, "a0", NULL);

	place_set(campaign, "a9", "NONE", 9.5);
	place_set(campaign, "a0", "NONE", 0);
	place_set(campaign, "a2", "NONE", 2);
	place_set(campaign, "b0", "FULL", 0);
	place_set(campaign, "b2", "FULL", 2);
	boots_add(campaign, "a0", 100000000, 6000);
	boots_add(campaign, "a2", 110000000, 7500);
	boots_add(campaign, "a9", 220000000, 9000);
	boots_add(campaign, "b0", 95000000, 5800);
	boots_add(campaign, "b2", 104500000, 7540);
	return campaign;
}

/* A setup of the stem at x, with a name, place and line of their own. Three boots. */
static void swept_add(struct campaign *campaign, const char *stem, double x, json_int_t work,
		      int accesses)
{
	g_autofree char *place = g_strdup_printf("%g", x);
	g_autofree char *name = g_strdup_printf("%s-%s", stem, place);
	json_t *at;

	place_set(campaign, name, stem, x);
	at = json_object_get(
		json_object_get(json_object_get(campaign->experiment, "axis"), "setups"), name);
	json_object_set_new(at, "stem", json_string(stem));
	json_object_set_new(at, "place", json_string(place));
	if (work)
		boots_add(campaign, name, work, accesses);
}

/* pv gains much at 8 and little at 1, where master is faster than pv is at 8. */
static struct campaign *campaign_swept(void)
{
	struct campaign *campaign =
		campaign_new("master-1 pv-1 master-8 pv-8 pv-32 alone", 3, 3, "master",
			     "results/reference/natapov-2010-v6.json");

	swept_add(campaign, "master", 1, 200000000, 6000);
	swept_add(campaign, "pv", 1, 220000000, 6600);
	swept_add(campaign, "master", 8, 100000000, 4000);
	swept_add(campaign, "pv", 8, 190000000, 6000);
	swept_add(campaign, "pv", 32, 180000000, 6000);
	boots_add(campaign, "alone", 150000000, 5000);
	return campaign;
}

static const struct report_curve *curve_at(const struct report *report, guint i)
{
	assert_true(i < report->curves->len);
	return report->curves->pdata[i];
}

static const struct report_point *point_at(const struct report *report, guint curve, guint i)
{
	const struct report_curve *found = curve_at(report, curve);

	assert_true(i < found->points->len);
	return &g_array_index(found->points, struct report_point, i);
}

static void points_are_in_the_order_of_x(void **state)
{
	struct campaign *campaign = campaign_curves();
	struct report *report = report_of(campaign);

	(void)state;
	assert_string_equal(report->axis, "patches applied");
	assert_int_equal(report->curves->len, 2);
	assert_string_equal(curve_at(report, 0)->name, "NONE");
	assert_int_equal(curve_at(report, 0)->points->len, 3);
	assert_string_equal(point_at(report, 0, 0)->setup->name, "a0");
	assert_string_equal(point_at(report, 0, 1)->setup->name, "a2");
	assert_string_equal(point_at(report, 0, 2)->setup->name, "a9");
	assert_true(point_at(report, 0, 2)->x == 9.5);
	assert_string_equal(curve_at(report, 1)->name, "FULL");
	assert_string_equal(point_at(report, 1, 1)->setup->name, "b2");
	report_free(report);
	campaign_drop(campaign);
}

static void a_step_is_to_the_point_before_on_the_same_curve(void **state)
{
	struct campaign *campaign = campaign_curves();
	struct report *report = report_of(campaign);
	const struct report_point *last = point_at(report, 0, 2);

	(void)state;
	assert_true(isnan(point_at(report, 0, 0)->steps->estimate));
	assert_true(isnan(point_at(report, 1, 0)->steps->estimate));
	assert_true(last->steps->estimate == 2);
	assert_true(last->steps->low < 2 && last->steps->high > 2);
	assert_true(last->steps[1].estimate == 1.2);
	assert_true(point_at(report, 1, 1)->steps->estimate == 1.1);
	assert_true(point_at(report, 1, 1)->steps[1].estimate == 1.3);
	report_free(report);
	campaign_drop(campaign);
}

static void the_table_of_a_curve_is_as_expected(void **state)
{
	struct campaign *campaign = campaign_curves();
	struct report *report = report_of(campaign);
	char *text = report_text(report);

	(void)state;
	assert_has(
		text,
		"\nNONE, by patches applied:\n"
		"work    mean (std error)  ratio  95 % interval    df   step  95 % interval    df\n"
		"   0  100000000 (577350)  1.000  -                 -      -  -                 -\n"
		"   2  110000000 (577350)  1.100  1.076 to 1.124  4.0  1.100  1.076 to 1.124  4.0\n"
		" 9.5  220000000 (577350)  2.200  2.154 to 2.247  2.8  2.000  1.963 to 2.038  2.9\n"
		"\n"
		"accesses  mean (std error)  ratio  95 % interval    df   step  95 % interval    df\n"
		"       0         6000 (58)  1.000  -                 -      -  -                 -\n"
		"       2         7500 (58)  1.250  1.207 to 1.294  3.8  1.250  1.207 to 1.294  3.8\n"
		"     9.5         9000 (58)  1.500  1.450 to 1.552  3.5  1.200  1.167 to 1.234  3.9\n"
		"\n"
		"FULL, by patches applied:\n");
	assert_has(text, "\nstep: ratio to the row above");
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void a_gap_leaves_the_step_behind_it_open(void **state)
{
	struct campaign *campaign = campaign_curves();
	struct report *report;

	(void)state;
	for (guint i = 0; i < campaign->records->len; i++)
		if (!strcmp(record_string(campaign->records->pdata[i], "determined.setup"), "a2"))
			record_invalidate(campaign->records->pdata[i], "it hangs");
	report = report_of(campaign);
	assert_true(isnan(point_at(report, 0, 1)->steps->estimate));
	assert_true(isnan(point_at(report, 0, 2)->steps->estimate));
	assert_true(point_at(report, 0, 2)->setup->figures->ratio.estimate == 2.2);
	report_free(report);
	campaign_drop(campaign);
}

static void setups_without_a_place_are_in_the_usual_table_alone(void **state)
{
	struct campaign *campaign = campaign_new("master a0 a2", 3, 3, "master", NULL);
	struct report *report;
	char *text;

	(void)state;
	place_set(campaign, "a0", "NONE", 0);
	place_set(campaign, "a2", "NONE", 2);
	boots_add(campaign, "master", 100000000, 6000);
	boots_add(campaign, "a0", 100000000, 6000);
	boots_add(campaign, "a2", 110000000, 7500);
	report = report_of(campaign);
	assert_int_equal(report->curves->len, 1);
	assert_int_equal(curve_at(report, 0)->points->len, 2);
	text = report_text(report);
	assert_has(text, "\nmaster: 100000000 (577350)\n");
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void without_an_axis_there_is_no_curve(void **state)
{
	struct campaign *campaign = campaign_new("master", 3, 3, "master", NULL);
	struct report *report;
	char *text;

	(void)state;
	boots_add(campaign, "master", 100000000, 6000);
	report = report_of(campaign);
	text = report_text(report);
	assert_null(report->axis);
	assert_int_equal(report->curves->len, 0);
	assert_null(strstr(text, "step"));
	assert_ptr_equal(picture_first(report), &picture_ratios);
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void a_damaged_axis_is_an_error(void **state)
{
	struct campaign *campaign = campaign_curves();
	json_t *axis = json_object_get(campaign->experiment, "axis");
	json_t *places = json_object_get(axis, "setups");
	struct report *report;

	(void)state;
	json_object_del(json_object_get(places, "a2"), "x");
	assert_int_equal(report_make(campaign, &report), -EINVAL);
	assert_error_says("setup a2 lacks line or x");
	json_object_clear(places);
	assert_int_equal(report_make(campaign, &report), -EINVAL);
	assert_error_says("axis lacks title or setups");
	campaign_drop(campaign);
}

static void plot_data_has_an_index_per_curve(void **state)
{
	struct campaign *campaign = campaign_curves();
	struct report *report = report_of(campaign);
	g_autofree char *data = plot_text(report);

	(void)state;
	assert_string_equal(
		data,
		"# Drawn by plots/curve.gp. Index 0: texts\n"
		"campaign \"quick\"\n"
		"title \"Asynchronous page faults, a quick look\"\n"
		"subtitle \"n = 3 boots per setup, 20 s per run\"\n"
		"baseline \"a0\"\n"
		"axis \"patches applied\"\n"
		"ticks \"\"\n"
		"figure \"total work\"\n"
		"figure \"page accesses\"\n"
		"line \"NONE\"\n"
		"line \"FULL\"\n"
		"\n"
		"\n"
		"# a curve\n"
		"\"NONE\" n work low high top accesses low high top\n"
		"0 3 1 NaN NaN 1 1 NaN NaN 1\n"
		"2 3 1.1 1.076343 1.124177 1.124177 1.25 1.207159 1.294361 1.294361\n"
		"9.5 3 2.2 2.154157 2.246819 2.246819 1.5 1.449753 1.551989 1.551989\n"
		"\n"
		"\n"
		"# a curve\n"
		"\"FULL\" n work low high top accesses low high top\n"
		"0 3 0.95 0.9281228 0.9723929 0.9723929 0.9666667 0.9301973 1.004566 1.004566\n"
		"2 3 1.045 1.022053 1.068462 1.068462 1.256667 1.213647 1.301211 1.301211\n");
	report_free(report);
	campaign_drop(campaign);
}

static void each_place_has_its_own_baseline(void **state)
{
	struct campaign *campaign = campaign_swept();
	struct report *report = report_of(campaign);
	char *text = report_text(report);

	(void)state;
	assert_true(report->by_place);
	assert_has(text,
		   "work ratio  measured  95 % interval    df  published  95 % interval     df\n"
		   "master-1       1.000  -                 -      1.000  -                  -\n"
		   "pv-1           1.100  1.088 to 1.112  4.0      1.909  1.701 to 2.142  16.1\n"
		   "master-8       1.000  -                 -      1.000  -                  -\n"
		   "pv-8           1.900  1.861 to 1.940  3.0      1.909  1.701 to 2.142  16.1\n"
		   "pv-32              -  -                 -          -  -                  -\n"
		   "alone              -  -                 -          -  -                  -\n");
	assert_has(
		text,
		"\npv, by patches applied:\n"
		"work    mean (std error)  ratio  95 % interval    df   step  95 % interval    df\n"
		"   1  220000000 (577350)  1.100  1.088 to 1.112  4.0      -  -                 -\n"
		"   8  190000000 (577350)  1.900  1.861 to 1.940  3.0  0.864  0.854 to 0.873  3.9\n"
		"  32  180000000 (577350)      -  -                 -  0.947  0.936 to 0.959  4.0\n"
		"published: 1.909 (1.701 to 2.142); the measured ratio is in this interval at 8\n");
	assert_has(text, "\nRatios are to master at the same place; 95 % interval: ");
	assert_int_equal(report->notes->len, 2);
	assert_note(report, "pv-32: there is no master at its place: no ratio");
	assert_note(report, "alone: there is no master at its place: no ratio");
	free(text);
	report_free(report);
	campaign_drop(campaign);
}

static void a_baseline_without_runs_leaves_its_place_alone_without_ratios(void **state)
{
	struct campaign *campaign = campaign_swept();
	struct report *report;

	(void)state;
	for (guint i = 0; i < campaign->records->len; i++)
		if (!strcmp(record_string(campaign->records->pdata[i], "determined.setup"),
			    "master-1"))
			record_invalidate(campaign->records->pdata[i], "it hangs");
	report = report_of(campaign);
	assert_true(isnan(report_setup(report, "pv-1")->figures->ratio.estimate));
	assert_true(report_setup(report, "pv-8")->figures->ratio.estimate == 1.9);
	assert_true(report_has_ratios(report));
	assert_note(report, "baseline master-1 has no valid run: no ratios at its place");
	report_free(report);
	campaign_drop(campaign);
}

static void one_setup_can_be_the_baseline_of_all_places(void **state)
{
	struct campaign *campaign = campaign_swept();
	struct report *report;

	(void)state;
	json_object_set_new(campaign->experiment, "baseline", json_string("master-8"));
	report = report_of(campaign);
	assert_false(report->by_place);
	assert_true(report_setup(report, "pv-1")->figures->ratio.estimate == 2.2);
	assert_true(report_setup(report, "alone")->figures->ratio.estimate == 1.5);
	report_free(report);
	json_object_set_new(campaign->experiment, "baseline", json_string("nobody"));
	assert_int_equal(report_make(campaign, &report), -EINVAL);
	assert_error_says("baseline nobody is none of its setups");
	campaign_drop(campaign);
}

static void the_gate_judges_each_place_on_its_own(void **state)
{
	static const char *const only[] = { "pv", NULL };
	const struct gate_options options = { .margin = 0.05, .only = only };
	struct campaign *campaign = campaign_swept();
	const struct gate_row *row;
	struct report *report;
	struct gate *gate;

	(void)state;
	for (guint i = 0; i < campaign->records->len; i++)
		if (!strcmp(record_string(campaign->records->pdata[i], "determined.setup"),
			    "alone"))
			record_invalidate(campaign->records->pdata[i], "it hangs");
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_int_equal(gate->rows->len, 3);
	row = gate->rows->pdata[0];
	assert_string_equal(row->setup->name, "pv-1");
	assert_int_equal(row->verdict, VERDICT_BETTER);
	assert_true(row->ratio->estimate == 1.1);
	row = gate->rows->pdata[2];
	assert_int_equal(row->verdict, VERDICT_UNCLEAR);
	assert_string_equal(row->reason, "there is no master at its place");
	assert_int_equal(gate->invalid, 0);
	gate_free(gate);
	report_free(report);
	/* The baseline of one of its places has an invalid run. */
	record_invalidate(campaign->records->pdata[0], "it hangs");
	report = report_of(campaign);
	assert_int_equal(gate_make(report, &options, &gate), 0);
	assert_int_equal(gate->invalid, 1);
	row = gate->rows->pdata[0];
	assert_string_equal(row->reason, "master-1: invalid runs: 1");
	row = gate->rows->pdata[1];
	assert_int_equal(row->verdict, VERDICT_BETTER);
	gate_free(gate);
	report_free(report);
	campaign_drop(campaign);
}

static void baselines_that_are_1_everywhere_are_not_drawn(void **state)
{
	struct campaign *campaign = campaign_swept();
	struct report *report = report_of(campaign);
	g_autofree char *data = plot_text(report);

	(void)state;
	assert_string_equal(
		data,
		"# Drawn by plots/curve.gp. Index 0: texts\n"
		"campaign \"quick\"\n"
		"title \"Asynchronous page faults, a quick look\"\n"
		"subtitle \"n = 3 boots per setup, 20 s per run; ratios are to master at the same place\"\n"
		"baseline \"master at the same place\"\n"
		"axis \"patches applied\"\n"
		"ticks \"1, 8, 32\"\n"
		"figure \"total work\"\n"
		"figure \"page accesses\"\n"
		"line \"pv\"\n"
		"\n"
		"\n"
		"# a curve\n"
		"\"pv\" n work low high top accesses low high top\n"
		"1 3 1.1 1.088107 1.112023 1.112023 1.1 1.060855 1.140589 1.140589\n"
		"8 3 1.9 1.861165 1.939645 1.939645 1.5 1.425264 1.578655 1.578655\n"
		"32 3 NaN NaN NaN NaN NaN NaN NaN NaN\n");
	report_free(report);
	campaign_drop(campaign);
}

static void a_baseline_is_drawn_if_there_is_nothing_else(void **state)
{
	struct campaign *campaign = campaign_new("master-1 pv-1", 3, 3, "master", NULL);
	g_autofree char *data = NULL;
	struct report *report;

	(void)state;
	swept_add(campaign, "master", 1, 100000000, 6000);
	swept_add(campaign, "pv", 1, 0, 0);
	report = report_of(campaign);
	data = plot_text(report);
	assert_has(data, "\"master\" n work");
	assert_has(data, "\n1 3 1 NaN NaN 1");
	report_free(report);
	campaign_drop(campaign);
}

static void assert_ticks(const double *x, const char *expected)
{
	struct campaign *campaign = campaign_new("master", 1, 1, "master", NULL);
	json_t *setups = json_object_get(campaign->experiment, "setups");
	struct report *report;
	g_autofree char *ticks = NULL;

	place_set(campaign, "master", "none", x[0]);
	for (size_t i = 0; x[i] >= 0; i++) {
		g_autofree char *name = g_strdup_printf("s%zu", i);

		json_array_append_new(setups, json_pack("{s:s}", "name", name));
		place_set(campaign, name, i % 2 ? "odd" : "even", x[i]);
	}
	report = report_of(campaign);
	ticks = curves_ticks(report);
	assert_string_equal(ticks, expected);
	report_free(report);
	campaign_drop(campaign);
}

static void what_doubles_from_place_to_place_has_a_logarithmic_axis(void **state)
{
	(void)state;
	assert_ticks((const double[]){ 32, 1, 2, 4, 1, 16, -1 }, "1, 2, 4, 16, 32");
	assert_ticks((const double[]){ 100, 250, 1000, -1 }, "100, 250, 1000");
	assert_ticks((const double[]){ 0.25, 0.5, 1, -1 }, "0.25, 0.5, 1");
	assert_ticks((const double[]){ 0, 1, 2, 4, -1 }, "");
	assert_ticks((const double[]){ 1, 2, 3, -1 }, "");
	assert_ticks((const double[]){ 1, 8, -1 }, "");
}

/* Of three curves, one of them the baseline, so that the axis is logarithmic and the key has two
 * columns. */
static void pictures_are_made_of_sweeps(void **state)
{
	struct campaign *campaign =
		campaign_new("master-1 master-2 master-4 a-1 a-2 a-4 b-1 b-2 b-4 c-1 c-2 d-1", 3, 3,
			     "master", NULL);
	g_autofree char *made = path_of("plot"), *svg = path_of("plot/curve.svg");
	g_autofree char *text = NULL;
	struct report *report;

	(void)state;
	for (int x = 1; x <= 4; x *= 2) {
		swept_add(campaign, "master", x, 100000000, 6000);
		swept_add(campaign, "a", x, 110000000, 6000);
		swept_add(campaign, "b", x, 120000000, 6000);
	}
	swept_add(campaign, "c", 1, 130000000, 6000);
	swept_add(campaign, "c", 2, 0, 0);
	swept_add(campaign, "d", 1, 140000000, 6000);
	report = report_of(campaign);
	if (plot_in(report, made))
		fail_msg("%s", error_text());
	assert_int_equal(fs_read(svg, &text, NULL), 0);
	assert_has(text, "ratios are to master at the same place");
	assert_has(text, "height=\"1133\"");
	report_free(report);
	campaign_drop(campaign);
}

/* Without spread, without a point, and with a single one: what gnuplot must bear. */
static void pictures_are_made_of_curves_with_gaps(void **state)
{
	struct campaign *campaign = campaign_new("a0 a1 a2 b1", 1, 1, "a0", NULL);
	g_autofree char *made = path_of("plot");
	g_autofree char *png = path_of("plot/curve.png"), *svg = path_of("plot/curve.svg");
	g_autofree char *text = NULL;
	struct report *report;

	(void)state;
	place_set(campaign, "a0", "PREEMPT_NONE", 0);
	place_set(campaign, "a1", "PREEMPT_NONE", 0.5);
	place_set(campaign, "a2", "PREEMPT_NONE", 1);
	place_set(campaign, "b1", "one & only", 0.5);
	record_add(campaign, "a0", 1, 1, 100, 10, 0);
	record_add(campaign, "a2", 1, 1, 200, 20, 0);
	record_add(campaign, "b1", 1, 1, 150, 12, 0);
	report = report_of(campaign);
	if (plot_in(report, made))
		fail_msg("%s", error_text());
	assert_ptr_equal(picture_first(report), &picture_curve);
	assert_true(fs_exists(png));
	assert_int_equal(fs_read(svg, &text, NULL), 0);
	assert_has(text, "PREEMPT_NONE");
	assert_has(text, "one &amp; only");
	assert_has(text, "patches applied");
	assert_has(text, "page accesses, ratio to a0");
	report_free(report);
	campaign_drop(campaign);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_are_in_the_order_of_x),
		cmocka_unit_test(a_step_is_to_the_point_before_on_the_same_curve),
		cmocka_unit_test(the_table_of_a_curve_is_as_expected),
		cmocka_unit_test(a_gap_leaves_the_step_behind_it_open),
		cmocka_unit_test(setups_without_a_place_are_in_the_usual_table_alone),
		cmocka_unit_test(without_an_axis_there_is_no_curve),
		cmocka_unit_test(a_damaged_axis_is_an_error),
		cmocka_unit_test(plot_data_has_an_index_per_curve),
		cmocka_unit_test(each_place_has_its_own_baseline),
		cmocka_unit_test(a_baseline_without_runs_leaves_its_place_alone_without_ratios),
		cmocka_unit_test(one_setup_can_be_the_baseline_of_all_places),
		cmocka_unit_test(the_gate_judges_each_place_on_its_own),
		cmocka_unit_test(baselines_that_are_1_everywhere_are_not_drawn),
		cmocka_unit_test(a_baseline_is_drawn_if_there_is_nothing_else),
		cmocka_unit_test(what_doubles_from_place_to_place_has_a_logarithmic_axis),
		FOLDER_TEST(pictures_are_made_of_curves_with_gaps),
		FOLDER_TEST(pictures_are_made_of_sweeps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

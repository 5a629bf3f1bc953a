// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: their order, ratios from place to place, table, plot data and pictures. */
#include "test.h"

#include "files.h"
#include "made_up.h"
#include "record/record.h"

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
	assert_string_equal(report_picture(report), "ratios");
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
	g_autofree char *data = report_plot_data(report);

	(void)state;
	assert_string_equal(
		data,
		"# quick: Asynchronous page faults, a quick look; work and page accesses, ratio to a0. Drawn by plots/curve.gp.\n"
		"# one index per curve, x: patches applied\n"
		"\"NONE\" n work low high top accesses low high top\n"
		"0 3 1.000000 NaN NaN 1.000000 1.000000 NaN NaN 1.000000\n"
		"2 3 1.100000 1.076343 1.124177 1.124177 1.250000 1.207159 1.294361 1.294361\n"
		"9.5 3 2.200000 2.154157 2.246819 2.246819 1.500000 1.449753 1.551989 1.551989\n"
		"\n"
		"\n"
		"\"FULL\" n work low high top accesses low high top\n"
		"0 3 0.950000 0.928123 0.972393 0.972393 0.966667 0.930197 1.004566 1.004566\n"
		"2 3 1.045000 1.022053 1.068462 1.068462 1.256667 1.213647 1.301211 1.301211\n");
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
	if (report_plot(report, made))
		fail_msg("%s", error_text());
	assert_string_equal(report_picture(report), "curve");
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
		FOLDER_TEST(pictures_are_made_of_curves_with_gaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The data of pictures from committed records, and the files that are drawn from them. */
#include "test.h"

#include "files.h"
#include "made_up.h"

#include <stdlib.h>

#define CAMPAIGN "./results/published"

static struct campaign *campaign;
static struct report *report;
static struct model *model;

static int published_open(void **state)
{
	int err = folder_make(state);

	if (!err)
		err = campaign_load(CAMPAIGN, &campaign);
	if (!err)
		err = report_make(campaign, &report);
	if (!err)
		model = layout_make(report);
	return err;
}

static int published_close(void **state)
{
	model_free(model);
	report_free(report);
	campaign_free(campaign);
	return folder_remove(state);
}

/* Lines of a block that are neither comments nor its header; free with g_strfreev(). */
static char **block_lines(const struct picture *picture, guint index, bool has_header)
{
	g_autofree char *data = picture_data(picture, report, model, "");
	g_auto(GStrv) blocks = g_strsplit(data, "\n\n\n", -1);
	g_auto(GStrv) lines = NULL;
	GPtrArray *kept = g_ptr_array_new();
	bool seen = !has_header;

	assert_true(index < g_strv_length(blocks));
	lines = g_strsplit(blocks[index], "\n", -1);
	for (char **line = lines; *line; line++) {
		if (**line == '#' || !**line)
			continue;
		if (seen)
			g_ptr_array_add(kept, g_strdup(*line));
		seen = true;
	}
	g_ptr_array_add(kept, NULL);
	return (char **)g_ptr_array_free(kept, FALSE);
}

static double field(const char *line, guint index)
{
	g_auto(GStrv) fields = g_strsplit(line, " ", -1);

	assert_true(index < g_strv_length(fields));
	return g_ascii_strtod(fields[index], NULL);
}

static void claims_have_the_tables_intervals_and_verdicts(void **state)
{
	g_auto(GStrv) lines = block_lines(&picture_claims, 1, false);

	(void)state;
	assert_int_equal(g_strv_length(lines), 3);
	assert_true(g_str_has_prefix(lines[1], "1 \"pv above master by 1.909\" 1.00"));
	assert_true(g_str_has_suffix(lines[1], "\"agrees\""));
	assert_true(g_str_has_suffix(lines[0], "\"smaller\""));
}

/* Each part begins where the one before ends, from 0 to the whole window. */
static void the_balance_adds_up(void **state)
{
	double ends[3] = { 0, 0, 0 };

	(void)state;
	for (guint part = 1; part <= 8; part++) {
		g_auto(GStrv) lines = block_lines(&picture_balance, part, true);

		assert_int_equal(g_strv_length(lines), 3);
		for (int i = 0; i < 3; i++) {
			assert_float_equal(field(lines[i], 2), ends[i], 1e-4);
			ends[i] = field(lines[i], 3);
		}
	}
	for (int i = 0; i < 3; i++)
		assert_float_equal(ends[i], 100, 0.5);
}

/* Rates times their seconds are the run's totals. */
static void the_seconds_add_up_to_the_run(void **state)
{
	(void)state;
	for (guint i = 0; i < 3; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		g_auto(GStrv) lines = block_lines(&picture_seconds, i + 1, true);
		const json_t *result =
			json_object_get(json_object_get(setup->traced, "determined"), "result");
		const double work = json_number_value(json_object_get(result, "work"));
		double sum = 0, at = 0;

		assert_int_equal(g_strv_length(lines), 60);
		for (char **line = lines; *line; line++) {
			sum += field(*line, 1) * (field(*line, 0) - at);
			at = field(*line, 0);
		}
		assert_float_equal(sum / work, 1, 0.02);
	}
}

static void shares_of_latency_fall_from_all(void **state)
{
	(void)state;
	for (guint i = 1; i <= 3; i++) {
		g_auto(GStrv) lines = block_lines(&picture_latency, i, true);
		double last = 1, ms = 0;

		assert_true(g_strv_length(lines) > 20);
		assert_float_equal(field(lines[0], 1), 1, 0);
		for (char **line = lines; *line; line++) {
			assert_true(field(*line, 1) <= last && field(*line, 1) > 0);
			assert_true(field(*line, 0) > ms);
			last = field(*line, 1);
			ms = field(*line, 0);
		}
	}
}

static void nothing_is_drawn_of_what_no_run_recorded(void **state)
{
	struct campaign *plain = campaign_new("master pv", 1, 1, "master", NULL);
	struct report *of;
	struct model *tables;

	(void)state;
	record_add(plain, "master", 1, 1, 100, 10, 0);
	record_add(plain, "pv", 1, 1, 200, 12, 5);
	of = report_of(plain);
	tables = layout_make(of);
	for (size_t i = 0; picture_table[i]; i++)
		assert_int_equal(picture_table[i]->is_there(of, tables),
				 picture_table[i] == &picture_ratios);
	model_free(tables);
	report_free(of);
	campaign_drop(plain);
}

static void each_picture_has_its_files_and_equal_data_give_equal_ones(void **state)
{
	static const char *const names[] = { "ratios", "claims", "balance", "seconds", "latency" };
	static const char *const kinds[] = { "dat", "png", "svg", "pdf" };
	g_autofree char *one = path_of("one"), *two = path_of("two");

	(void)state;
	assert_int_equal(plot_in(report, one), 0);
	assert_int_equal(plot_in(report, two), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		for (size_t j = 0; j < G_N_ELEMENTS(kinds); j++) {
			g_autofree char *name = g_strdup_printf("%s.%s", names[i], kinds[j]);
			g_autofree char *a = g_build_filename(one, name, NULL), *text = NULL;
			g_autofree char *b = g_build_filename(two, name, NULL), *again = NULL;
			size_t length, length_again;

			assert_true(plot_is_file(name));
			assert_int_equal(fs_read(a, &text, &length), 0);
			assert_int_equal(fs_read(b, &again, &length_again), 0);
			assert_int_equal(length, length_again);
			assert_memory_equal(text, again, length);
		}
	assert_false(plot_is_file("photograph.png"));
	assert_false(plot_is_file("ratios.txt"));
	assert_false(plot_is_file("ratios"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_have_the_tables_intervals_and_verdicts),
		cmocka_unit_test(the_balance_adds_up),
		cmocka_unit_test(the_seconds_add_up_to_the_run),
		cmocka_unit_test(shares_of_latency_fall_from_all),
		cmocka_unit_test(nothing_is_drawn_of_what_no_run_recorded),
		cmocka_unit_test(each_picture_has_its_files_and_equal_data_give_equal_ones),
	};

	return cmocka_run_group_tests(tests, published_open, published_close);
}

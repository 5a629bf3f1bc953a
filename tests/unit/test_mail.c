// SPDX-License-Identifier: GPL-2.0-or-later
/* Letters from made-up records: whole ones, and what strangers' names do to them. */
#include "test.h"

#include "made_up.h"

#include "publish/mail.h"
#include "report/layout.h"

#include <stdlib.h>

/* Of the test that runs. */
static struct campaign *campaign;
static struct report *report;
static char *text;

static int test_end(void **state)
{
	(void)state;
	g_clear_pointer(&text, free);
	g_clear_pointer(&report, report_free);
	g_clear_pointer(&campaign, campaign_drop);
	return 0;
}

/* tables: that are added to those of the model, or NULL. */
static void mail_make(void (*tables)(struct model *model))
{
	FILE *file;
	size_t length;
	struct model *model;

	report = report_of(campaign);
	model = layout_make(report);
	if (tables)
		tables(model);
	file = open_memstream(&text, &length);
	mail_write(campaign, report, model, file);
	fclose(file);
	model_free(model);
}

/* But where a word is longer than a line. */
static void assert_fit_for_mail(void)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	assert_true(g_str_is_ascii(text));
	for (char **line = lines; *line; line++) {
		const char *first = *line + strspn(*line, " -");

		if ((strlen(*line) > 72 && strchr(first, ' ')) || g_str_has_suffix(*line, " "))
			fail_msg("too wide, or blanks at its end: \"%s\"", *line);
	}
}

static void settings_set_all(const char *settings)
{
	json_t *setups = json_object_get(campaign->experiment, "setups"), *setup;
	json_t *json = json_loads(settings, 0, NULL);
	size_t i;

	assert_non_null(json);
	json_array_foreach (setups, i, setup)
		json_object_set(setup, "settings", json);
	json_decref(json);
}

static void a_letter_is_as_expected(void **state)
{
	(void)state;
	campaign = campaign_new("master pv", 2, 2, "master", NULL);
	g_free(campaign->folder);
	campaign->folder = g_strdup("campaigns/quick,seconds=20");
	settings_set_all("{\"host_cpus\": 4, \"icount_shift\": 1, \"container\": 536870912, "
			 "\"cgroup\": \"v2\", \"read_latency\": 8, \"vcpus\": 4, "
			 "\"guest_memory\": 2147483648, \"faulting\": 4, \"working\": 4, "
			 "\"array\": 1073741824, \"seconds\": 20}");
	json_object_set_new(campaign->experiment, "testbed", json_string("sim"));
	record_add(campaign, "master", 1, 1, 1000000000, 6000, 0);
	record_add(campaign, "master", 2, 2, 1010000000, 6100, 0);
	record_add(campaign, "pv", 1, 1, 2000000000, 9900, 3000);
	record_add(campaign, "pv", 2, 2, 2020000000, 10000, 3100);
	mail_make(NULL);
	assert_string_equal(
		text, "Asynchronous page faults, a quick look\n"
		      "\n"
		      "The benchmark is bm: threads that touch random pages of an array, and\n"
		      "threads that count; work is what these count in total. It was started as\n"
		      "\n"
		      "  ./bm -f 4 -w 4 -m 1G -t 20\n"
		      "\n"
		      "Each guest had 4 vCPUs, 2G of memory, and a memory container (cgroup v2)\n"
		      "of 512M; each read from swap was delayed by 8 ms.\n"
		      "\n"
		      "The total work, mean over boots, and in brackets its standard error:\n"
		      "\n"
		      "        total work    std error\n"
		      "master: 1005000000 (5000000)\n"
		      "pv:     2010000000 (10000000)\n"
		      "\n"
		      "Ratio of work to that of master; tolerated loss: 5 %.\n"
		      "\n"
		      "setup  ratio  95 % interval   verdict\n"
		      "pv     2.000  1.940 to 2.061  better\n"
		      "\n"
		      "Async page faults and what goes along with them, means over boots:\n"
		      "\n"
		      "mean per run  async faults  guest notified  major faults  swap read ms\n"
		      "master                 0.0             0.0        5001.5         9.877\n"
		      "pv                  3050.0          1525.0        5001.5         9.877\n"
		      "\n"
		      "How this was measured:\n"
		      "\n"
		      "- Experiment quick: 2 runs per setup over 2 boots, 20 s each.\n"
		      "- Boots are the sample: means and std errors are over boot means; n is\n"
		      "  the number of boots.\n"
		      "- Ratios are to master; 95 % interval: delta method on the log of the\n"
		      "  ratio, Welch-Satterthwaite df (docs/methods.md).\n"
		      "\n"
		      "What it does not show:\n"
		      "\n"
		      "- The host is simulated, and a model: 4 CPUs that share 500 million\n"
		      "  instructions per virtual second (icount shift 1), and a disk that\n"
		      "  takes 8 ms per read.\n"
		      "- Ratios depend on core speed against disk speed. Absolute totals mean\n"
		      "  nothing beside those of other machines.\n"
		      "- An interval is about boots of this machine: about seeds, not about\n"
		      "  other latencies, core speeds, kernels or sizes. Those can move a\n"
		      "  ratio by much more than the interval.\n"
		      "- Each interval is for one ratio: of twenty, one is expected to miss the\n"
		      "  truth. An interval that contains 1 does not show that a setup makes\n"
		      "  no difference.\n"
		      "\n"
		      "To repeat it:\n"
		      "\n"
		      "  apfbench run quick --set seconds=20\n"
		      "\n"
		      "- The records were made by apfbench -. Another version, or other\n"
		      "  packages, may give other figures (docs/methods.md, \"Repeating\").\n"
		      "- The first boot has boot seed 0, the first run seed 0; each further one\n"
		      "  the next.\n"
		      "\n");
}

static void values_that_differ_are_all_named(void **state)
{
	json_t *setups;

	(void)state;
	campaign = campaign_new("master pv", 1, 1, "master", NULL);
	settings_set_all("{\"container\": null, \"vcpus\": 4, \"faulting\": 1, \"working\": 1, "
			 "\"array\": 1048576, \"seconds\": 20}");
	setups = json_object_get(campaign->experiment, "setups");
	json_object_set_new(json_array_get(setups, 1), "settings",
			    json_loads("{\"container\": null, \"vcpus\": 2, \"faulting\": 8, "
				       "\"working\": 1, \"array\": 1048576, \"seconds\": 20}",
				       0, NULL));
	mail_make(NULL);
	assert_has(text, "had 4, 2 vCPUs, - of memory, and no memory container;");
	assert_has(text, "\n  ./bm -f 1 -w 1 -m 1M -t 20\n  ./bm -f 8 -w 1 -m 1M -t 20\n\n");
}

static void names_of_any_kind_and_length_fit(void **state)
{
	static const char name[] =
		"Größe-\033[31m-and-a-name-that-leaves-no-room-for-columns-of-it";
	g_autofree char *setups = g_strdup_printf("master %s", name);

	(void)state;
	campaign = campaign_new(setups, 2, 2, "master", NULL);
	record_add(campaign, "master", 1, 1, 1000, 60, 0);
	record_add(campaign, "master", 2, 2, 2000, 60, 0);
	record_add(campaign, name, 1, 1, 1000, 60, 10);
	record_invalidate(record_add(campaign, name, 2, 2, 1000, 60, 10), "it stops at an ä");
	mail_make(NULL);
	assert_fit_for_mail();
	assert_has(text,
		   "\nGr\\u00f6\\u00dfe-\\x1b[31m-and-a-name-that-leaves-no-room-for-columns-of-"
		   "it\n  ratio: ");
	assert_has(text, "\n- Gr\\u00f6\\u00dfe-\\x1b[31m");
	assert_has(text, "it stops at an \\u00e4");
}

static void claims_add(struct model *model)
{
	static const struct column columns[] = {
		{ "claim", "claim", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "outcome", "outcome", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "remark", "", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table = model_table(model, "claims", columns, G_N_ELEMENTS(columns));

	table_text(table, "pv gains");
	table_text(table, "agrees");
	table_text(table, "by far");
	g_ptr_array_add(table->lines, g_strdup("a line below"));
}

static void claims_and_what_stands_below_tables_are_in_it(void **state)
{
	(void)state;
	campaign = campaign_new("master", 1, 1, "master", NULL);
	mail_make(claims_add);
	assert_has(text,
		   "\nClaims:\n\nclaim     outcome\npv gains  agrees\n\n- pv gains: by far\n\n"
		   "- a line below\n\n");
}

static void without_figures_there_are_none(void **state)
{
	(void)state;
	campaign = campaign_new("tests", 1, 1, NULL, NULL);
	settings_set_all("{\"payload\": \"host_tests\", \"seconds\": 20}");
	mail_make(NULL);
	assert_null(strstr(text, "benchmark"));
	assert_null(strstr(text, "tolerated loss"));
	assert_has(text, "apfbench run quick\n");
	assert_fit_for_mail();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_letter_is_as_expected, test_end),
		cmocka_unit_test_teardown(values_that_differ_are_all_named, test_end),
		cmocka_unit_test_teardown(names_of_any_kind_and_length_fit, test_end),
		cmocka_unit_test_teardown(claims_and_what_stands_below_tables_are_in_it, test_end),
		cmocka_unit_test_teardown(without_figures_there_are_none, test_end),
	};

	return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}

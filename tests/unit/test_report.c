// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables, plot data and notes from made-up records. */
#include "test.h"

#include "made_up.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PUBLISHED "results/reference/natapov-2010-v6.json"

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

static void campaign_usual(void)
{
	campaign = campaign_new("master nonpv pv", 3, 3, "master", PUBLISHED);
	record_add(campaign, "master", 1, 1, 1000000000, 6000, 0);
	record_add(campaign, "master", 2, 2, 1030000000, 6100, 0);
	record_add(campaign, "master", 3, 3, 970000000, 6050, 0);
	record_add(campaign, "nonpv", 1, 1, 1110000000, 8000, 400);
	record_add(campaign, "nonpv", 2, 2, 1150000000, 8100, 420);
	record_add(campaign, "nonpv", 3, 3, 1100000000, 7900, 410);
	record_add(campaign, "pv", 1, 1, 2000000000, 9900, 3000);
	record_add(campaign, "pv", 2, 2, 2020000000, 10000, 3100);
	record_add(campaign, "pv", 3, 3, 2010000000, 9950, 3200);
}

static void the_table_is_as_expected(void **state)
{
	(void)state;
	campaign_usual();
	report = report_of(campaign);
	text = report_text(report);
	assert_string_equal(
		text,
		"Asynchronous page faults, a quick look\n"
		"\n"
		"        total work    std error\n"
		"master: 1000000000 (17320508)\n"
		"nonpv:  1120000000 (15275252)\n"
		"pv:     2010000000 (5773503)\n"
		"\n"
		"work ratio  measured  95 % interval    df  published  95 % interval     df\n"
		"master         1.000  -                 -      1.000  -                  -\n"
		"nonpv          1.120  1.052 to 1.192  3.8      1.128  1.050 to 1.210   9.6\n"
		"pv             2.010  1.871 to 2.160  2.1      1.909  1.701 to 2.142  16.1\n"
		"\n"
		"Claims of Natapov 2010, v6 on work, by the interval of measured/published\n"
		"published                    measured  measured/published  95 % interval   verdict  within %\n"
		"nonpv above master by 1.128     1.120               0.993  0.914 to 1.079  agrees          9\n"
		"pv above master by 1.909        2.010               1.053  0.934 to 1.187  agrees         19\n"
		"pv above nonpv by 1.693         1.795               1.060  0.956 to 1.176  agrees         18\n"
		"order: master < nonpv < pv          -                   -  -               agrees          -\n"
		"The brackets are read as standard errors; as standard deviations, pv above nonpv is: larger.\n"
		"\n"
		"page accesses  mean (std error)  ratio  95 % interval    df  longest stall ms\n"
		"master                6050 (29)  1.000  -                 -              93.0\n"
		"nonpv                 8000 (58)  1.322  1.289 to 1.357  3.5              93.0\n"
		"pv                    9950 (29)  1.645  1.617 to 1.673  3.3              93.0\n"
		"\n"
		"mean per run  async faults  guest notified  major faults  swap read ms\n"
		"master                 0.0             0.0        5002.0         9.877\n"
		"nonpv                410.0           205.0        5002.0         9.877\n"
		"pv                  3100.0          1550.0        5002.0         9.877\n"
		"\n"
		"runs    n (boots)  valid  invalid  missing  between boots %  within boots %\n"
		"master          3      3        0        0             3.00               -\n"
		"nonpv           3      3        0        0             2.36               -\n"
		"pv              3      3        0        0             0.50               -\n"
		"\n"
		"Smallest difference of work found with 80 % power, and the boots per setup to find others\n"
		"80 % power  difference %  boots for 5 %  2 %  1 %  0.5 %\n"
		"nonpv               9.78              7   31  117    462\n"
		"pv                  9.65              6   21   76    294\n"
		"\n"
		"Experiment quick: 3 runs per setup over 3 boots, 20 s each.\n"
		"Boots are the sample: means and std errors are over boot means; n is the number of boots.\n"
		"Ratios are to master; 95 % interval: delta method on the log of the ratio, Welch-Satterthwaite df\n"
		"  (docs/methods.md).\n"
		"published: Natapov 2010, v6, mean of 10 runs, ./bm -f 4 -w 4 -t 60; intervals by the same method\n"
		"  from its means, std errors and n.\n");
}

static void equal_records_give_equal_bytes(void **state)
{
	g_autofree char *data = NULL, *data_again = NULL, *table = NULL;

	campaign_usual();
	report = report_of(campaign);
	table = report_text(report);
	data = plot_text(report);
	test_end(state);
	campaign_usual();
	report = report_of(campaign);
	text = report_text(report);
	data_again = plot_text(report);
	assert_string_equal(text, table);
	assert_string_equal(data_again, data);
}

static void no_line_is_wider_than_a_hundred_columns(void **state)
{
	g_auto(GStrv) lines = NULL;

	(void)state;
	campaign = campaign_new("master a-long-name-of-a-setup", 2, 2, "master", PUBLISHED);
	record_add(campaign, "master", 1, 1, 234351846135, 1000000, 100000);
	record_add(campaign, "master", 2, 2, 134351846135, 2000000, 200000);
	record_add(campaign, "a-long-name-of-a-setup", 1, 1, 934351846135, 2000000, 200000);
	record_add(campaign, "a-long-name-of-a-setup", 2, 2, 134351846135, 1000000, 200000);
	record_invalidate(record_add(campaign, "master", 3, 3, 1, 1, 1),
			  "host kernel's log: BUG: unable to handle page fault for address: "
			  "ffffffffdeadbeef at a place that takes many words to tell (and 7 more)");
	report = report_of(campaign);
	text = report_text(report);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++)
		if (g_utf8_strlen(*line, -1) > 100 || g_str_has_suffix(*line, " "))
			fail_msg("too wide, or blanks at its end: \"%s\"", *line);
}

static void runs_of_one_boot_claim_nothing_about_spread(void **state)
{
	(void)state;
	campaign = campaign_new("master pv", 1, 2, "master", NULL);
	record_add(campaign, "master", 1, 1, 100, 10, 0);
	record_add(campaign, "master", 1, 2, 102, 10, 0);
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	record_add(campaign, "pv", 1, 2, 204, 12, 5);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(text, "master: 101 (-)\n");
	assert_has(text, "pv:     202 (-)\n");
	assert_note(report, "warning [one-boot]: with one boot the spread is unknown: no standard "
			    "error and no interval (master, pv); measure three boots or more");
	assert_true(isnan(report_setup(report, "pv")->figures->ratio.low));
	assert_true(report_setup(report, "pv")->figures->ratio.estimate == 2);
}

static void invalid_runs_are_counted_and_excluded_from_means(void **state)
{
	const struct report_setup *pv;

	(void)state;
	campaign = campaign_new("master pv", 2, 2, "master", NULL);
	record_add(campaign, "master", 1, 1, 100, 10, 0);
	record_add(campaign, "master", 2, 2, 100, 10, 0);
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	record_invalidate(record_add(campaign, "pv", 2, 2, 900, 12, 0), "no trace of it");
	report = report_of(campaign);
	pv = report_setup(report, "pv");
	assert_int_equal(pv->valid, 1);
	assert_int_equal(pv->invalid, 1);
	assert_int_equal(pv->missing, 0);
	assert_true(pv->figures->summary.mean == 200);
	assert_note(
		report,
		"invalid, excluded from all means: pv boot 2 run 2: no trace of it; see logs/pv-b2-r2/console.log");
	assert_note(report,
		    "with one boot the spread is unknown: no standard error and no interval "
		    "(pv)");
}

static void equal_reasons_are_noted_once(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 3, 4, NULL, NULL);
	for (int run = 1; run <= 3; run++)
		record_invalidate(record_add(campaign, "pv", 1, run, 1, 1, 1),
				  "the host hangs\nand more that nobody wants in a table");
	record_invalidate(record_add(campaign, "pv", 2, 4, 1, 1, 1), "preparation: it broke");
	report = report_of(campaign);
	assert_note(report, "invalid, excluded from all means: pv: 3 runs: the host hangs; see "
			    "logs/{pv-b1-r1,pv-b1-r2,pv-b1-r3}/console.log");
	assert_note(report,
		    "invalid, excluded from all means: pv boot 2 run 4: preparation: it broke; see "
		    "logs/pv-b2-preparation/console.log");
}

static void of_many_logs_the_first_are_named(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 1500, 1500, NULL, NULL);
	for (int run = 1; run <= 1500; run++)
		record_invalidate(record_add(campaign, "pv", run, run, 1, 1, 1), "it hangs");
	report = report_of(campaign);
	assert_note(
		report,
		"invalid, excluded from all means: pv: 1500 runs: it hangs; see logs/{pv-b1-r1,");
	assert_note(report, ",pv-b10-r10}/console.log and 1490 more");
}

/* Has bm's threads sit so that its workers could have had these shares of 20 s. */
static void record_place(json_t *record, const char *place, double first, double second)
{
	json_t *bm = (json_t *)json_object_get(
		json_object_get(json_object_get(record, "determined"), "result"), "bm");

	json_object_update_new(
		bm, json_pack("{s:I, s:{s:i, s:i, s:s}, s:{s:[[i, i]], s:[I, I]}}", "window_ns",
			      (json_int_t)20000000000, "options", "faulting", 3, "working", 2,
			      "place", place, "occupancy", "vcpu_ns", 0, 0, "fair_ns",
			      (json_int_t)(first * 2e10), (json_int_t)(second * 2e10)));
}

static void what_placement_did_is_said_below_the_ratios(void **state)
{
	(void)state;
	campaign = campaign_new("master nonpv pv", 2, 3, "master", NULL);
	record_place(record_add(campaign, "master", 1, 1, 100, 10, 0), "free", 0.5, 0.5);
	record_place(record_add(campaign, "master", 1, 2, 100, 10, 0), "free", 0.6, 0.7);
	record_place(record_add(campaign, "master", 2, 3, 100, 10, 0), "free", 1, 0.45);
	record_place(record_invalidate(record_add(campaign, "master", 3, 4, 100, 10, 0), "no"),
		     "free", 9, 9);
	record_place(record_add(campaign, "nonpv", 1, 1, 100, 10, 1), "pairs", 1, 1);
	record_place(record_add(campaign, "pv", 1, 1, 100, 10, 1), "free", 1, 0.75);
	report = report_of(campaign);
	text = report_text(report);
	/* Pairs: one worker beside two faulting threads, and one beside one. */
	assert_has(text, "\n"
			 "The guest's scheduler placed the threads; the workers' fair share in "
			 "vCPUs (in pairs: 0.83), mean\n"
			 "  and range over boots: master 1.30 (1.15 to 1.45), pv 1.75 (1.75)\n\n");
}

static void threads_that_were_placed_or_not_seen_get_no_line(void **state)
{
	json_t *bm;

	(void)state;
	campaign = campaign_new("master", 2, 2, "master", NULL);
	record_place(record_add(campaign, "master", 1, 1, 100, 10, 0), "pairs", 1, 1);
	record_place(record_add(campaign, "master", 2, 2, 100, 10, 0), "free", 1, 1);
	bm = (json_t *)json_object_get(
		json_object_get(json_object_get(campaign->records->pdata[1], "determined"),
				"result"),
		"bm");
	json_object_set_new(bm, "occupancy", json_null());
	report = report_of(campaign);
	text = report_text(report);
	assert_null(strstr(text, "scheduler"));
}

/* Of a setup with a kernel of its own as host, and parameters. */
static void kernels_name(json_t *record)
{
	json_t *setup = json_array_get(json_object_get(campaign->experiment, "setups"), 0);

	json_object_set_new(campaign->experiment, "kernels",
			    json_pack("{s:{s:s, s:[s, s], s:[s]}}", "k", "source",
				      "linux-source-6.1", "series", "mainline", "apf:5", "config",
				      "base"));
	json_object_set_new(setup, "host", json_string("k"));
	json_object_set_new(setup, "guest", json_string("k"));
	json_object_set_new(json_object_get(setup, "settings"), "guest_parameters",
			    json_string("no-kvmapf"));
	json_object_set_new(json_object_get(record, "determined"), "inputs",
			    json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "host_kernel",
				      "0123456789abcdef", "guest_kernel", "fedcba9876543210",
				      "source", "linux-source-6.1 6.1.1-1", "compiler", "gcc 12",
				      "qemu_outside", "10.0.2", "qemu_inside", "10.0.3"));
	json_object_set_new(record, "circumstances", json_pack("{s:s}", "apfbench", "0.1"));
}

static void the_table_says_what_was_measured(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 1, 1, NULL, NULL);
	kernels_name(record_add(campaign, "pv", 1, 1, 200, 12, 5));
	report = report_of(campaign);
	text = report_text(report);
	assert_has(
		text,
		"kernel k: linux-source-6.1 + mainline + apf:5; config tinyconfig + base\n"
		"pv: host kernel k (bzImage 0123456789ab); guest kernel k (bzImage "
		"fedcba987654) with no-kvmapf\n"
		"built from linux-source-6.1 6.1.1-1; compiler gcc 12; QEMU outside 10.0.2, inside "
		"10.0.3; apfbench\n  0.1\n");
}

static void a_setup_without_valid_runs_has_dashes(void **state)
{
	g_autofree char *data = NULL;

	(void)state;
	campaign = campaign_new("master pv", 1, 1, "master", PUBLISHED);
	record_add(campaign, "master", 1, 1, 100, 10, 0);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(text, "pv:     - (-)\n");
	assert_int_equal(report_setup(report, "pv")->missing, 1);
	assert_note(report, "pv: 1 of 1 run missing");
	data = plot_text(report);
	assert_has(data, "1 \"pv\" 0 NaN NaN NaN NaN 1.908567 ");
}

static void nothing_is_plotted_without_the_baseline(void **state)
{
	(void)state;
	campaign = campaign_new("master pv", 1, 1, "master", NULL);
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(text, "pv:     200 (-)\n");
	assert_true(isnan(report_setup(report, "pv")->figures->ratio.estimate));
	assert_note(report, "baseline master has no valid run: no ratios");
	assert_int_equal(plot_in(report, "build"), -EINVAL);
	assert_error_says("nothing to plot");
	assert_error_says("master");
}

static void an_experiment_may_name_no_baseline(void **state)
{
	(void)state;
	campaign = campaign_new("master pv", 1, 1, NULL, PUBLISHED);
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	report = report_of(campaign);
	text = report_text(report);
	assert_note(report, "names no baseline");
	assert_true(isnan(report_setup(report, "pv")->published_ratio.estimate));
	assert_int_equal(plot_in(report, "build"), -EINVAL);
}

static void no_work_of_the_baseline_gives_no_ratio(void **state)
{
	(void)state;
	campaign = campaign_new("master pv", 2, 2, "master", NULL);
	record_add(campaign, "master", 1, 1, 0, 0, 0);
	record_add(campaign, "master", 2, 2, 0, 0, 0);
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	record_add(campaign, "pv", 2, 2, 200, 12, 5);
	report = report_of(campaign);
	text = report_text(report);
	assert_has(text, "master: 0 (0)\n");
	assert_true(isnan(report_setup(report, "pv")->figures->ratio.estimate));
	assert_note(report, "the mean work of baseline master is 0: no ratios");
}

static void what_was_not_counted_is_unknown(void **state)
{
	json_t *record;
	json_t *determined;
	const struct report_setup *master;

	(void)state;
	campaign = campaign_new("master", 1, 1, "master", NULL);
	record = record_add(campaign, "master", 1, 1, 100, 10, 0);
	determined = json_object_get(record, "determined");
	json_object_set_new(json_object_get(determined, "result"), "counters", json_null());
	json_object_set_new(determined, "notes", json_pack("[s]", "counters are off"));
	report = report_of(campaign);
	master = report_setup(report, "master");
	assert_true(isnan(master->async_faults) && isnan(master->major_faults));
	assert_true(master->figures[1].summary.mean == 10);
	assert_note(report, "master: counters are off (1 of 1 run)");
}

/* Makes the campaign's first setup one of a payload whose only record has this output. */
static void payload_make(json_t *record, const char *output)
{
	json_t *setup = json_array_get(json_object_get(campaign->experiment, "setups"), 0);
	json_t *result = json_object_get(json_object_get(record, "determined"), "result");

	json_object_set_new(json_object_get(setup, "settings"), "payload", json_string("storm"));
	json_object_clear(result);
	json_object_set_new(result, "payload",
			    json_pack("{s:i, s:s}", "status", 0, "output", output));
}

static void runs_of_a_payload_have_counts_of_their_tests_and_no_work(void **state)
{
	json_t *record;

	(void)state;
	campaign = campaign_new("storm", 1, 1, "storm", NULL);
	record = record_add(campaign, "storm", 1, 1, 100, 10, 0);
	payload_make(record,
		     "TAP version 13\nok 1 - a\nnot ok 2 - b\nok 3 - c # SKIP no d\n1..3\n");
	report = report_of(campaign);
	assert_int_equal(report_setup(report, "storm")->valid, 1);
	assert_false(report_has_figures(report));
	assert_int_equal(report->notes->len, 0);
	text = report_text(report);
	assert_has(text, "storm       1    1       1       1        1        3  valid\n");
	assert_has(text, "storm boot 1 run 1: not ok 2 - b\n");
	assert_null(strstr(text, "work"));
}

static void payloads_and_bm_can_stand_in_one_campaign(void **state)
{
	json_t *record;

	(void)state;
	campaign = campaign_new("storm pv", 1, 1, "pv", NULL);
	record = record_add(campaign, "storm", 1, 1, 100, 10, 0);
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	payload_make(record, "ok 1 - a\n1..1\n");
	report = report_of(campaign);
	assert_true(report_has_figures(report));
	assert_true(isnan(report_setup(report, "storm")->figures->summary.mean));
	assert_true(report_setup(report, "pv")->figures->summary.mean == 200);
	text = report_text(report);
	assert_has(text, "pv:    200 (-)\n");
	assert_has(text, "storm       1    1       1       0        0        1  valid\n");
}

static void a_valid_record_without_a_total_is_an_error(void **state)
{
	json_t *record;

	(void)state;
	campaign = campaign_new("pv", 1, 1, NULL, NULL);
	record = record_add(campaign, "pv", 1, 1, 200, 12, 5);
	json_object_del(json_object_get(json_object_get(record, "determined"), "result"), "work");
	assert_int_equal(report_make(campaign, &report), -EINVAL);
	assert_error_says("pv boot 1 run 1");
	assert_error_says("determined.result.work");
	assert_null(report);
}

static void a_baseline_that_is_no_setup_is_an_error(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 1, 1, "mastre", NULL);
	assert_int_equal(report_make(campaign, &report), -EINVAL);
	assert_error_says("mastre");
}

static void a_setup_that_is_there_twice_is_an_error(void **state)
{
	(void)state;
	campaign = campaign_new("pv master pv", 1, 1, "pv", NULL);
	assert_int_equal(report_make(campaign, &report), -EINVAL);
	assert_error_says("has setup pv twice");
}

static void odd_values_of_an_experiment_are_borne(void **state)
{
	(void)state;
	campaign = campaign_new("pv", -1, -1, "pv", NULL);
	json_object_set_new(
		campaign->experiment, "kernels",
		json_pack("{s:{s:s, s:[i, s]}}", "k", "source", "tree", "series", 1, "apf"));
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	report = report_of(campaign);
	assert_int_equal(report_setup(report, "pv")->missing, 0);
	text = report_text(report);
	assert_has(text, "Experiment quick: 0 runs per setup over 0 boots");
	assert_has(text, "kernel k: tree + - + apf; config tinyconfig\n");
}

static void a_lost_reference_leaves_the_records_readable(void **state)
{
	(void)state;
	campaign = campaign_new("pv", 1, 1, "pv", "build/no-such-reference.json");
	record_add(campaign, "pv", 1, 1, 200, 12, 5);
	report = report_of(campaign);
	assert_null(report->reference);
	assert_note(report, "build/no-such-reference.json; published figures are not shown");
}

static void plot_data_has_a_bar_a_setup_and_a_dot_a_run(void **state)
{
	g_autofree char *data = NULL;

	(void)state;
	campaign_usual();
	report = report_of(campaign);
	data = plot_text(report);
	assert_string_equal(
		data,
		"# Drawn by plots/ratios.gp. Index 0: texts\n"
		"campaign \"quick\"\n"
		"title \"Asynchronous page faults, a quick look\"\n"
		"subtitle \"n = 3 boots per setup, 20 s per run\"\n"
		"baseline \"master\"\n"
		"figure \"total work\"\n"
		"reference \"Natapov 2010, v6\"\n"
		"\n"
		"\n"
		"# index 1, a setup per line: position name n, measured ratio low high top, published ratio low high top\n"
		"0 \"master\" 3 1 NaN NaN 1.03 1 NaN NaN 1\n"
		"1 \"nonpv\" 3 1.12 1.05208 1.192305 1.192305 1.127589 1.050493 1.210342 1.210342\n"
		"2 \"pv\" 3 2.01 1.870567 2.159826 2.159826 1.908567 1.700741 2.141788 2.141788\n"
		"\n"
		"\n"
		"# index 2, a valid run per line: position boot ratio offset\n"
		"0 1 1.000000 -0.3333\n"
		"0 2 1.030000 0.0000\n"
		"0 3 0.970000 0.3333\n"
		"1 1 1.110000 -0.3333\n"
		"1 2 1.150000 0.0000\n"
		"1 3 1.100000 0.3333\n"
		"2 1 2.000000 -0.3333\n"
		"2 2 2.020000 0.0000\n"
		"2 3 2.010000 0.3333\n");
}

static void a_missing_gnuplot_is_named_with_its_package(void **state)
{
	g_autofree char *path = g_strdup(g_getenv("PATH"));

	(void)state;
	campaign_usual();
	report = report_of(campaign);
	g_setenv("PATH", "/nonexistent", TRUE);
	assert_int_equal(plot_in(report, "build"), -ENOPKG);
	g_setenv("PATH", path, TRUE);
	assert_error_says("gnuplot-nox");
}

/* Two boots make no line, and an invalid run is none. */
static void covariates_are_shown_when_asked_for(void **state)
{
	g_autofree char *plain = NULL;

	(void)state;
	campaign = campaign_new("master pv", 4, 4, "master", NULL);
	record_add(campaign, "master", 1, 1, 1000, 100, 0);
	record_add(campaign, "master", 2, 2, 1100, 110, 0);
	record_add(campaign, "master", 3, 3, 1200, 120, 0);
	record_add(campaign, "master", 4, 4, 1300, 132, 0);
	record_add(campaign, "pv", 1, 1, 2000, 100, 10);
	record_add(campaign, "pv", 2, 2, 2010, 200, 10);
	record_invalidate(record_add(campaign, "pv", 3, 3, 9000, 1, 1), "broken");
	report = report_of(campaign);
	plain = report_text(report);
	assert_null(strstr(plain, "covariate"));
	report->covariates = true;
	text = report_text(report);
	/* By hand: squared errors 106.57 of 50000; with each boot left out 680.63 of 88889. */
	assert_non_null(
		strstr(text, "master  page accesses             4         99.8         99.2"));
	assert_null(strstr(text, "pv      page accesses"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_as_expected),
		cmocka_unit_test(equal_records_give_equal_bytes),
		cmocka_unit_test(no_line_is_wider_than_a_hundred_columns),
		cmocka_unit_test(runs_of_one_boot_claim_nothing_about_spread),
		cmocka_unit_test(invalid_runs_are_counted_and_excluded_from_means),
		cmocka_unit_test(equal_reasons_are_noted_once),
		cmocka_unit_test(of_many_logs_the_first_are_named),
		cmocka_unit_test(what_placement_did_is_said_below_the_ratios),
		cmocka_unit_test(threads_that_were_placed_or_not_seen_get_no_line),
		cmocka_unit_test(the_table_says_what_was_measured),
		cmocka_unit_test(a_setup_without_valid_runs_has_dashes),
		cmocka_unit_test(nothing_is_plotted_without_the_baseline),
		cmocka_unit_test(an_experiment_may_name_no_baseline),
		cmocka_unit_test(no_work_of_the_baseline_gives_no_ratio),
		cmocka_unit_test(what_was_not_counted_is_unknown),
		cmocka_unit_test(runs_of_a_payload_have_counts_of_their_tests_and_no_work),
		cmocka_unit_test(payloads_and_bm_can_stand_in_one_campaign),
		cmocka_unit_test(covariates_are_shown_when_asked_for),
		cmocka_unit_test(a_valid_record_without_a_total_is_an_error),
		cmocka_unit_test(a_baseline_that_is_no_setup_is_an_error),
		cmocka_unit_test(a_setup_that_is_there_twice_is_an_error),
		cmocka_unit_test(odd_values_of_an_experiment_are_borne),
		cmocka_unit_test(a_lost_reference_leaves_the_records_readable),
		cmocka_unit_test(plot_data_has_a_bar_a_setup_and_a_dot_a_run),
		cmocka_unit_test(a_missing_gnuplot_is_named_with_its_package),
	};

	struct CMUnitTest each[G_N_ELEMENTS(tests)];

	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
		each[i] = tests[i];
		each[i].teardown_func = test_end;
	}
	return cmocka_run_group_tests(each, NULL, NULL);
}

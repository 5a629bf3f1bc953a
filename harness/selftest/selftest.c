// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds the intervals of campaigns against what is known of them beforehand. */
#include "selftest/selftest.h"

#include "report/gate.h"
#include "stats/verdict.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>

#define NULL_OTHER "moved" /* the setup of SELFTEST_NULL that is not its baseline */
#define OFF	   "off" /* the setup of SELFTEST_KNOWN without async page faults, and with them */
#define ON	   "pv"
#define OFF_MOST   0.8 /* its work at most, as a ratio: "a large loss" */

const struct selftest_thief selftest_thieves[] = {
	{ "thief-2", 0.02 },
	{ "thief-5", 0.05 },
	{ .setup = NULL },
};

static int summary_get(const struct report *report, const char *name,
		       const struct summary **summary)
{
	const struct report_setup *setup = report_setup(report, name);

	*summary = setup ? &setup->figures->summary : NULL;
	if (*summary && (*summary)->boots >= 2)
		return 0;
	return error_set(EPROTO,
			 "%s: setup %s has no two boots with valid runs: `apfbench show %s`",
			 report->name, name, report->name);
}

static int ratio_get(const struct report *report, const char *setup, const char *to,
		     struct interval *ratio)
{
	const struct summary *above, *below;
	int err = summary_get(report, setup, &above);

	if (!err)
		err = summary_get(report, to, &below);
	if (!err)
		stats_ratio(above, below, STATS_LEVEL, ratio);
	return err;
}

static void row_add(struct table *table, const char *name, const char *expected,
		    const struct interval *measured, bool passed, size_t *failed)
{
	table_text(table, name);
	table_text(table, expected);
	table_number(table, measured->estimate);
	table_interval(table, measured);
	table_text(table, passed ? "passed" : "failed");
	*failed += !passed;
}

/* The loss must be seen, and be of the size that it has. */
static int thieves_check(const struct report *known, struct table *table, size_t *failed)
{
	for (const struct selftest_thief *thief = selftest_thieves; thief->setup; thief++) {
		const double truth = 1 - thief->share;
		g_autofree char *expected = g_strdup_printf("below 1, holds %.2f", truth);
		struct interval ratio;
		int err = ratio_get(known, thief->setup, known->baseline, &ratio);

		if (err)
			return err;
		row_add(table, thief->setup, expected, &ratio,
			ratio.high < 1 && ratio.low <= truth && truth <= ratio.high, failed);
	}
	return 0;
}

static int off_check(const struct report *known, struct table *table, size_t *failed)
{
	g_autofree char *expected = g_strdup_printf("below %.2f", OFF_MOST);
	struct interval ratio;
	int err = ratio_get(known, OFF, ON, &ratio);

	if (!err)
		row_add(table, "async page faults off", expected, &ratio, ratio.high < OFF_MOST,
			failed);
	return err;
}

/* The boots from first to before first + SELFTEST_SET. */
static void set_summarize(const struct report_setup *setup, uint64_t first, struct summary *summary)
{
	const GArray *samples = setup->figures->samples;
	g_autoptr(GArray) set = g_array_new(FALSE, FALSE, sizeof(struct sample));

	for (guint i = 0; i < samples->len; i++) {
		const struct sample *sample = &g_array_index(samples, struct sample, i);

		if (sample->boot >= first && sample->boot < first + SELFTEST_SET)
			g_array_append_val(set, *sample);
	}
	stats_summarize((const struct sample *)(void *)set->data, set->len, summary);
}

/* Of the sets, how many are called so; the interval of each is one of the gate's. */
struct calls {
	size_t sets, different; /* worse or better, by the gate's default margin */
	size_t excluded;	/* intervals that do not hold 1 */
};

static void set_judge(const struct report_setup *other, uint64_t first, struct calls *calls)
{
	struct summary a, b;
	struct interval ratio;
	enum verdict verdict;

	set_summarize(other, first, &a);
	set_summarize(other->baseline, first, &b);
	if (a.boots != SELFTEST_SET || b.boots != SELFTEST_SET)
		return;
	stats_ratio(&a, &b, STATS_LEVEL, &ratio);
	verdict = stats_verdict(&ratio, GATE_MARGIN, other->workload->metrics->better);
	calls->sets++;
	calls->different += verdict == VERDICT_WORSE || verdict == VERDICT_BETTER;
	calls->excluded += ratio.low > 1 || ratio.high < 1;
}

static int null_check(const struct report *null, struct table *table, size_t *failed)
{
	const struct report_setup *other = report_setup(null, NULL_OTHER);
	const double alpha = 1 - STATS_LEVEL;
	struct calls calls = { 0 };
	struct interval share;
	g_autofree char *name = NULL, *expected = g_strdup_printf("%.2f at most", alpha);

	for (uint64_t first = 1; other && other->baseline && first <= null->boots;
	     first += SELFTEST_SET)
		set_judge(other, first, &calls);
	if (!calls.sets)
		return error_set(EPROTO, "%s: no set of %d boots is complete: `apfbench show %s`",
				 null->name, SELFTEST_SET, null->name);
	share = (struct interval){ .estimate = (double)calls.different / (double)calls.sets,
				   .low = NAN,
				   .high = NAN };
	name = g_strdup_printf("no change: share of %zu sets called worse or better", calls.sets);
	row_add(table, name, expected, &share, share.estimate <= alpha, failed);
	g_ptr_array_add(table->lines,
			g_strdup_printf("Of the %zu sets, %zu have an interval that does not hold "
					"1; %.1f are expected.",
					calls.sets, calls.excluded, (double)calls.sets * alpha));
	return 0;
}

int selftest_judge(const struct report *known, const struct report *null, struct model **model,
		   size_t *failed)
{
	static const struct column columns[] = {
		{ "check", "check", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "expected", "expected", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "measured", "measured", NULL, COLUMN_NUMBER, BETTER_NEITHER, 4 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_NEITHER, 4 },
		{ "verdict", "verdict", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table;
	int err;

	*failed = 0;
	*model = model_new("Self-test: differences that are known beforehand");
	table = model_table(*model, "selftest", columns, G_N_ELEMENTS(columns));
	err = thieves_check(known, table, failed);
	if (!err)
		err = off_check(known, table, failed);
	if (!err)
		err = null_check(null, table, failed);
	if (err)
		g_clear_pointer(model, model_free);
	return err;
}

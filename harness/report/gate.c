// SPDX-License-Identifier: GPL-2.0-or-later
/* Judges each setup's ratio, and estimates the boots needed where the verdict is unclear. */
#include "report/gate.h"

#include "report/columns.h"
#include "report/holm.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define GATE_SCHEMA 1

static void row_free(gpointer data)
{
	struct gate_row *row = data;

	g_free(row->reason);
	g_free(row);
}

/* True for equal inputs, such as one kernel under two names. */
static bool totals_are_equal(const GArray *a, const GArray *b)
{
	for (guint i = 0; i < a->len && a->len == b->len; i++) {
		const struct sample *x = &g_array_index(a, struct sample, i);
		const struct sample *y = &g_array_index(b, struct sample, i);

		if (x->boot != y->boot || x->value > y->value || x->value < y->value)
			return false;
	}
	return a->len && a->len == b->len;
}

/* Why the runs cannot be compared, or NULL. Free with g_free(). */
static char *lack_text(const struct report_setup *setup)
{
	if (setup->mixed)
		return g_strdup_printf("%s: made with another %s", setup->name, setup->mixed);
	if (setup->invalid)
		return g_strdup_printf("%s: invalid runs: %zu", setup->name, setup->invalid);
	if (setup->missing)
		return g_strdup_printf("%s: missing runs: %zu", setup->name, setup->missing);
	return NULL;
}

static const struct report_figure *figure_of(const struct gate *gate,
					     const struct report_setup *setup)
{
	return &setup->figures[gate->figure];
}

/* What would make an unclear verdict clear. */
static char *width_text(const struct gate *gate, const struct gate_row *row)
{
	const struct summary *summary = &figure_of(gate, row->setup)->summary;
	struct interval ratio;
	size_t boots;

	stats_ratio(summary, &figure_of(gate, row->setup->baseline)->summary, row->level, &ratio);
	boots = stats_boots_needed(&ratio, summary->boots, gate->options.margin,
				   gate->metric->better);
	if (!boots)
		return g_strdup("no interval: more boots are needed");
	return g_strdup_printf("%s%s%sat this spread, about %zu boots per setup would decide",
			       row->alone == VERDICT_UNCLEAR ? "" : "alone: ",
			       row->alone == VERDICT_UNCLEAR ? "" : stats_verdict_text(row->alone),
			       row->alone == VERDICT_UNCLEAR ? "" : "; ", boots);
}

/* Equal to 1, to the last bit. */
static bool is_equal(const struct interval *ratio)
{
	return !(ratio->estimate < 1) && !(ratio->estimate > 1);
}

/* Without a ratio: doing nothing is a loss, and taking no time at all is an error. */
static void nothing_judge(const struct gate *gate, bool is_baseline, struct gate_row *row)
{
	const char *whose = is_baseline ? "the baseline" : "it";

	row->verdict = VERDICT_UNCLEAR;
	if (gate->metric->better == BETTER_LOWER) {
		row->reason = g_strdup_printf("%s has no %s above 0", whose, gate->metric->title);
		return;
	}
	if (!is_baseline)
		row->verdict = VERDICT_WORSE;
	row->reason = g_strdup_printf("%s did nothing", whose);
}

static struct gate_row *row_make(const struct gate *gate, const struct report_setup *setup)
{
	const struct report_setup *other = setup->baseline;
	const struct report_figure *figure = figure_of(gate, setup);
	const struct report_figure *baseline = figure_of(gate, other ? other : setup);
	struct gate_row *row = g_new0(struct gate_row, 1);

	row->setup = setup;
	row->ratio = &figure->ratio;
	row->level = gate->report->level;
	row->verdict = stats_verdict(row->ratio, gate->options.margin, gate->metric->better);
	row->reason = lack_text(setup);
	if (!row->reason)
		row->reason = other ? lack_text(other)
				    : g_strdup_printf("there is no %s at its place",
						      gate->report->baseline);
	if (row->reason)
		row->verdict = VERDICT_UNCLEAR;
	else if (!(baseline->summary.mean > 0))
		nothing_judge(gate, true, row);
	else if (!(figure->summary.mean > 0))
		nothing_judge(gate, false, row);
	else if (is_equal(row->ratio) && totals_are_equal(figure->samples, baseline->samples)) {
		row->verdict = VERDICT_SAME;
		row->reason = g_strdup("every total equals the baseline's");
	} else
		row->by_interval = true;
	row->alone = row->verdict;
	return row;
}

static bool is_judged(const struct gate *gate, const struct report_setup *setup)
{
	bool named = !gate->options.only;

	for (size_t i = 0; !named && gate->options.only[i]; i++)
		named = report_setup_is(setup, gate->options.only[i]);
	return named && !setup->is_payload && setup->baseline != setup;
}

/* Is anything judged against it? */
static bool is_needed(const struct gate *gate, const struct report_setup *baseline)
{
	for (guint i = 0; i < gate->report->setups->len; i++) {
		const struct report_setup *setup = gate->report->setups->pdata[i];

		if (setup->baseline == baseline && is_judged(gate, setup))
			return true;
	}
	return false;
}

/* Judges the rows together. */
static void rows_judge(struct gate *gate)
{
	gate->together = holm_judge(gate);
	for (guint i = 0; i < gate->rows->len; i++) {
		struct gate_row *row = gate->rows->pdata[i];

		gate->worst = MAX(gate->worst, row->verdict);
		if (!row->reason)
			row->reason = row->verdict == VERDICT_UNCLEAR ? width_text(gate, row)
								      : g_strdup("");
	}
}

static void rows_make(struct gate *gate)
{
	const GPtrArray *setups = gate->report->setups;

	for (guint i = 0; i < setups->len; i++) {
		const struct report_setup *setup = setups->pdata[i];
		struct gate_row *row;

		/* Payloads are not judged, but none may be invalid. */
		if ((setup->is_payload && !gate->options.only) || is_needed(gate, setup))
			gate->invalid += setup->invalid;
		if (!is_judged(gate, setup))
			continue;
		row = row_make(gate, setup);
		gate->invalid += setup->invalid;
		g_ptr_array_add(gate->rows, row);
	}
	rows_judge(gate);
}

static bool is_stem(const struct report *report, const char *name)
{
	for (guint i = 0; i < report->setups->len; i++)
		if (report_setup_is(report->setups->pdata[i], name))
			return true;
	return false;
}

static int names_check(const struct report *report, const char *const *names)
{
	for (; names && *names; names++) {
		const struct report_setup *setup = report_setup(report, *names);

		if (!setup && !is_stem(report, *names))
			return error_set(EINVAL, "--only: %s has no setup \"%s\"", report->name,
					 *names);
		if (setup && setup->is_payload)
			return error_set(EINVAL,
					 "--only: %s runs a payload, and has no figure to "
					 "judge",
					 *names);
	}
	return 0;
}

static int metric_choose(struct gate *gate)
{
	const struct workload *workload = gate->report->workload;
	const char *name = gate->options.metric;

	for (size_t i = 0; workload->metrics[i].name; i++) {
		gate->metric = &workload->metrics[i];
		gate->figure = i;
		if (gate->metric->use == METRIC_COMPARED &&
		    (!name || !strcmp(gate->metric->name, name)))
			return 0;
	}
	return error_set(EINVAL, "%s: its workload %s has no %s to judge", gate->report->name,
			 workload->name, name);
}

int gate_make(const struct report *report, const struct gate_options *options, struct gate **gate)
{
	struct gate *made;
	int err = names_check(report, options->only);

	if (!err && !report->baseline)
		err = error_set(EINVAL,
				"%s: the experiment names no baseline; name one with --baseline",
				report->name);
	if (err)
		return err;
	made = g_new0(struct gate, 1);
	made->report = report;
	made->options = *options;
	made->worst = VERDICT_BETTER;
	made->rows = g_ptr_array_new_with_free_func(row_free);
	err = metric_choose(made);
	if (!err)
		rows_make(made);
	if (!err && !made->rows->len)
		err = error_set(EINVAL, "%s: there is no setup with work to judge against %s",
				report->name, report->baseline);
	if (err) {
		gate_free(made);
		return err;
	}
	*gate = made;
	return 0;
}

void gate_free(struct gate *gate)
{
	if (!gate)
		return;
	g_ptr_array_unref(gate->rows);
	g_free(gate);
}

struct table *gate_table(const struct gate *gate)
{
	const enum better better = gate->metric->better;
	const struct column columns[] = {
		{ "setup", "setup", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "ratio", "ratio", NULL, COLUMN_NUMBER, better, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, better, 3 },
		{ "verdict", "verdict", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "reason", "", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table = table_new("gate", columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < gate->rows->len; i++) {
		const struct gate_row *row = gate->rows->pdata[i];

		table_text(table, row->setup->name);
		table_number(table, row->ratio->estimate);
		table_interval(table, row->ratio);
		table_text(table, stats_verdict_text(row->verdict));
		table_text(table, row->reason);
	}
	if (gate->together > 1)
		g_ptr_array_add(table->lines,
				g_strdup_printf("Each interval is of one setup alone; the "
						"verdicts hold for all %zu together (Holm's "
						"correction).",
						gate->together));
	return table;
}

char *gate_heading(const struct gate *gate)
{
	const char *lower = gate->metric->better == BETTER_LOWER ? " (less is better)" : "";
	g_autofree char *baseline = report_baseline(gate->report);

	return g_strdup_printf("Ratio of %s%s to that of %s; tolerated loss: %g %%.",
			       gate->metric->title, lower, baseline, gate->options.margin * 100);
}

void gate_print(const struct gate *gate, const struct look *look, FILE *out)
{
	g_autofree char *head = gate_heading(gate);
	struct table *table = gate_table(gate);
	g_autoptr(GString) text = g_string_new(NULL);

	columns_wrap(gate->report->title, look, text);
	columns_wrap(head, look, text);
	g_string_append_c(text, '\n');
	columns_print(table, look, text);
	for (guint i = 0; i < table->lines->len; i++)
		columns_wrap(table->lines->pdata[i], look, text);
	table_free(table);
	fputs(text->str, out);
}

static json_t *number_json(double value)
{
	return isfinite(value) ? json_real(value) : json_null();
}

static json_t *row_json(const struct gate_row *row)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:f, s:s, s:s, s:o, s:s, s:I, s:I, s:I}", "name",
			 row->setup->name, "ratio", number_json(row->ratio->estimate), "low",
			 number_json(row->ratio->low), "high", number_json(row->ratio->high),
			 "level", row->ratio->level, "verdict", stats_verdict_text(row->verdict),
			 "verdict_alone", stats_verdict_text(row->alone), "verdict_level",
			 row->by_interval ? json_real(row->level) : json_null(), "reason",
			 row->reason, "valid", (json_int_t)row->setup->valid, "invalid",
			 (json_int_t)row->setup->invalid, "missing",
			 (json_int_t)row->setup->missing);
}

json_t *gate_json(const struct gate *gate)
{
	json_t *setups = json_array();

	for (guint i = 0; i < gate->rows->len; i++)
		json_array_append_new(setups, row_json(gate->rows->pdata[i]));
	return json_pack("{s:i, s:s, s:s, s:s, s:f, s:s, s:s, s:o}", "schema_version", GATE_SCHEMA,
			 "experiment", gate->report->name, "baseline", gate->report->baseline,
			 "measure", gate->metric->name, "margin", gate->options.margin, "verdict",
			 stats_verdict_text(gate->worst), "correction",
			 gate->together > 1 ? "Holm" : "none", "setups", setups);
}

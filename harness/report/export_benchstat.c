// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Valid runs in the Go benchmark format (https://go.dev/design/14313-benchmark-format), which
 * benchstat reads (https://pkg.go.dev/golang.org/x/perf/cmd/benchstat): what setups can be compared
 * by is in the names, what must be equal for a comparison is in the lines "key: value".
 */
#include "record/record.h"
#include "report/export_rows.h"
#include "report/format.h"
#include "util/text.h"
#include "util/units.h"

#include <math.h>
#include <stdlib.h>

/* Lines without a meaning to the format. */
static void comments_append(GString *out, const struct report *report)
{
	size_t invalid = 0, payloads = 0;

	text_comment_append(out, "%s: %s", report->name, report->title);
	for (guint i = 0; i < report->origin->len; i++)
		text_comment_append(out, "%s", (const char *)report->origin->pdata[i]);
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		invalid += setup->invalid;
		payloads += setup->is_payload ? setup->valid : 0;
	}
	if (invalid)
		text_comment_append(out, "left out: invalid runs: %zu (apfbench show says why)",
				    invalid);
	if (payloads)
		text_comment_append(out,
				    "left out: runs of programs in the host, without figures: %zu",
				    payloads);
}

/* The value of all setups that have a guest, NULL if there is none. Borrowed. */
static const json_t *setting_shared(const struct campaign *campaign, const struct setting *setting)
{
	const json_t *setups = json_object_get(campaign->experiment, "setups"), *setup;
	const json_t *shared = NULL;
	size_t i;

	json_array_foreach (setups, i, setup) {
		const json_t *value =
			json_object_get(json_object_get(setup, "settings"), setting->name);

		if (experiment_json_is_payload(setup))
			continue;
		if (!value || (shared && !json_equal(value, shared)))
			return NULL;
		shared = value;
	}
	return shared;
}

/* As --set takes it; NULL if nothing is set. Free with g_free(). */
static char *setting_text(const struct setting *setting, const json_t *value)
{
	char *dumped, *text;

	if (json_is_string(value))
		return *json_string_value(value) ? g_strdup(json_string_value(value)) : NULL;
	if (json_is_null(value) || (json_is_array(value) && !json_array_size(value)))
		return NULL;
	if (setting->type == SETTING_SIZE && json_integer_value(value) > 0)
		return units_size_text((uint64_t)json_integer_value(value));
	dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	text = g_strdup(dumped);
	free(dumped);
	return text;
}

static void key_append(GString *out, const char *key, const char *value)
{
	g_autofree char *shown = text_printable(value);

	g_string_append_printf(out, "%s: %s\n", key, shown);
}

/*
 * Totals of two campaigns can be compared if they have the same settings, or at least if the reader
 * knows in which ones they differ: benchstat makes a table of each combination. The workload is in
 * the names.
 */
static void keys_append(GString *out, const struct campaign *campaign, const struct report *report)
{
	const char *testbed = json_string_value(json_object_get(campaign->experiment, "testbed"));

	if (testbed)
		key_append(out, "testbed", testbed);
	for (const struct setting *row = setting_table; row->name; row++) {
		const json_t *value = setting_shared(campaign, row);
		g_autofree char *text =
			value && row->type != SETTING_WORKLOAD ? setting_text(row, value) : NULL;

		if (text)
			key_append(out, row->name, text);
	}
	/* benchstat shows keys above its tables, and comments nowhere. */
	if (report->runs > report->boots)
		key_append(out, "sample",
			   "runs, of which several share a boot and are not independent");
}

static void units_append(GString *out, const struct workload *workload)
{
	for (const struct metric *metric = workload->metrics; metric->name; metric++) {
		g_autofree char *unit = export_metric_name(metric, '-');

		if (metric->better != BETTER_NEITHER)
			g_string_append_printf(out, "Unit %s better=%s\n", unit,
					       metric->better == BETTER_HIGHER ? "higher"
									       : "lower");
	}
}

/*
 * Where each place has its own baseline, a setup is one at all places. The workload comes last:
 * benchstat takes "-9" at the end of a name, as in "none-9", for a number of CPUs.
 */
static char *name_make(const struct report *report, const struct report_setup *setup)
{
	const bool by_place = report->by_place && setup->stem && setup->place;
	GString *name = g_string_new("BenchmarkApfbench/setup=");

	text_word_append(name, by_place ? setup->stem : setup->name);
	if (by_place) {
		g_string_append(name, "/place=");
		text_word_append(name, setup->place);
	}
	g_string_append_printf(name, "/workload=%s", report->workload->name);
	return g_string_free(name, FALSE);
}

static void runs_append(GString *out, const struct report *report, const struct report_setup *setup)
{
	g_autofree char *name = name_make(report, setup);

	for (guint i = 0; !setup->is_payload && i < setup->records->len; i++) {
		const json_t *record = setup->records->pdata[i];

		if (!json_is_true(record_lookup(record, "determined.valid")))
			continue;
		g_string_append_printf(out, "%s 1", name);
		for (const struct metric *row = report->workload->metrics; row->name; row++) {
			const double value =
				export_figure(row, record_lookup(record, "determined.result"));
			g_autofree char *unit = export_metric_name(row, '-');
			g_autofree char *text = isfinite(value) ? units_decimal_text(value) : NULL;

			if (text)
				g_string_append_printf(out, " %s %s", text, unit);
		}
		g_string_append_c(out, '\n');
	}
}

/* Baselines first: benchstat compares with what it sees first. */
static void benchstat_export(const struct campaign *campaign, const struct report *report,
			     FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);

	comments_append(text, report);
	keys_append(text, campaign, report);
	units_append(text, report->workload);
	for (int others = 0; others <= 1; others++)
		for (guint i = 0; i < report->setups->len; i++) {
			const struct report_setup *setup = report->setups->pdata[i];

			if ((setup->baseline != setup) == others)
				runs_append(text, report, setup);
		}
	fputs(text->str, out);
}

const struct format export_benchstat = {
	.name = "benchstat",
	.help = "the Go benchmark format",
	.export = benchstat_export,
};

// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists runs: seeds, figures, counters, and why one is invalid. */
#include "publish/run_table.h"

#include "record/record.h"
#include "record/run_name.h"
#include "report/digest.h"

/* Payloads have neither. */
static const struct metric *metrics_of(const struct report *report)
{
	static const struct metric none[] = { { .name = NULL } };

	return report_has_figures(report) ? report->workload->metrics : none;
}

static const struct digest_count *counts_of(const struct report *report)
{
	static const struct digest_count none[] = { { .name = NULL } };

	return report_has_figures(report) ? digest_counts : none;
}

static struct table *table_make(const struct report *report)
{
	static const struct column first[] = {
		{ "run", "run", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "state", "state", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "boot_seed", "boot seed", NULL, COLUMN_NUMBER, BETTER_NEITHER, 0 },
		{ "seed", "seed", NULL, COLUMN_NUMBER, BETTER_NEITHER, 0 },
	};
	static const struct column last = { "remarks",	 "remarks",	 NULL,
					    COLUMN_TEXT, BETTER_NEITHER, 0 };
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	struct table *table;

	g_array_append_vals(columns, first, G_N_ELEMENTS(first));
	for (const struct metric *metric = metrics_of(report); metric->name; metric++) {
		const struct column column = { metric->name,  metric->label,  metric->unit,
					       COLUMN_NUMBER, metric->better, metric->decimals };

		g_array_append_val(columns, column);
	}
	for (const struct digest_count *count = counts_of(report); count->name; count++) {
		const struct column column = { count->name,   count->head,    count->unit,
					       COLUMN_NUMBER, BETTER_NEITHER, count->decimals };

		g_array_append_val(columns, column);
	}
	g_array_append_val(columns, last);
	table = table_new("each_run", (const struct column *)(void *)columns->data, columns->len);
	table->heading = g_strdup("Each run");
	return table;
}

static void texts_append(GString *text, const json_t *list)
{
	const json_t *value;
	size_t i;

	json_array_foreach (list, i, value) {
		const char *said = json_string_value(value);

		g_string_append_printf(text, "%s%s", text->len ? "; " : "", said ? said : "-");
	}
}

static uint64_t count_get(const json_t *record, const char *path)
{
	return (uint64_t)json_integer_value(record_lookup(record, path));
}

static char *state_text(const json_t *record)
{
	bool valid = json_is_true(record_lookup(record, "determined.valid"));

	return g_strdup_printf("%s%s", valid ? "valid" : "INVALID",
			       run_name_kind(record_kind(record)));
}

static void row_add(struct table *table, const struct report *report, const char *setup,
		    const json_t *record)
{
	const json_t *result = record_lookup(record, "determined.result");
	g_autofree char *name = run_name(setup, count_get(record, "determined.boot"),
					 count_get(record, "determined.run"), record_kind(record));
	g_autofree char *state = state_text(record);
	g_autoptr(GString) remarks = g_string_new(NULL);

	table_text(table, name);
	table_text(table, state);
	table_number(table, record_figure(record, "determined.boot_seed"));
	table_number(table, record_figure(record, "determined.seed"));
	for (const struct metric *metric = metrics_of(report); metric->name; metric++)
		table_number(table, metric_read(metric, result));
	for (const struct digest_count *count = counts_of(report); count->name; count++)
		table_number(table, record_figure(result, count->path) * count->scale);
	texts_append(remarks, record_lookup(record, "determined.invalid_reasons"));
	texts_append(remarks, record_lookup(record, "determined.notes"));
	table_text(table, remarks->str);
}

struct table *run_table(const struct report *report)
{
	struct table *table = table_make(report);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		for (guint j = 0; j < setup->records->len; j++)
			row_add(table, report, setup->name, setup->records->pdata[j]);
		if (setup->traced)
			row_add(table, report, setup->name, setup->traced);
	}
	if (table_rows(table))
		return table;
	table_free(table);
	return NULL;
}

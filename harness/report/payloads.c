// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts the tests that payloads ran, and tabulates them. */
#include "report/payloads.h"

#include "record/record.h"
#include "record/tap.h"

#include <math.h>

struct payload {
	char *setup;
	double boot, run;
	bool valid, has_output;
	struct tap tap;
};

static void payload_free(gpointer data)
{
	struct payload *payload = data;

	g_free(payload->setup);
	tap_clear(&payload->tap);
	g_free(payload);
}

static double count_get(const json_t *record, const char *path)
{
	double value = 0;

	record_number(record, path, &value);
	return value;
}

static struct payload *payload_read(const char *setup, const json_t *record)
{
	const char *output = record_string(record, "determined.result.payload.output");
	struct payload *payload = g_new0(struct payload, 1);

	payload->setup = g_strdup(setup);
	payload->boot = count_get(record, "determined.boot");
	payload->run = count_get(record, "determined.run");
	payload->valid = json_is_true(record_lookup(record, "determined.valid"));
	payload->has_output = output;
	tap_read(output ? output : "", &payload->tap);
	return payload;
}

void payloads_make(struct report *report)
{
	report->payloads = g_ptr_array_new_with_free_func(payload_free);
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		for (guint j = 0; setup->is_payload && j < setup->records->len; j++)
			g_ptr_array_add(report->payloads,
					payload_read(setup->name, setup->records->pdata[j]));
	}
}

static void row_add(struct table *table, const struct payload *payload)
{
	const struct tap *tap = &payload->tap;
	const guint counts[] = { tap->passed, tap->failed, tap->skipped, tap->planned };

	table_text(table, payload->setup);
	table_number(table, payload->boot);
	table_number(table, payload->run);
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		table_number(table, payload->has_output ? counts[i] : NAN);
	table_text(table, payload->valid ? "valid" : "INVALID");
	for (guint i = 0; i < tap->failures->len; i++)
		g_ptr_array_add(table->lines,
				g_strdup_printf("%s boot %.0f run %.0f: %s", payload->setup,
						payload->boot, payload->run,
						(char *)tap->failures->pdata[i]));
}

void payloads_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "payload", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "boot", "boot", NULL, COLUMN_NUMBER, BETTER_NEITHER, 0 },
		{ "run", "run", NULL, COLUMN_NUMBER, BETTER_NEITHER, 0 },
		{ "passed", "passed", NULL, COLUMN_NUMBER, BETTER_HIGHER, 0 },
		{ "failed", "failed", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "skipped", "skipped", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "planned", "planned", NULL, COLUMN_NUMBER, BETTER_NEITHER, 0 },
		{ "result", "result", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table;

	if (!report->payloads->len)
		return;
	table = model_table(model, "payloads", columns, G_N_ELEMENTS(columns));
	for (guint i = 0; i < report->payloads->len; i++)
		row_add(table, report->payloads->pdata[i]);
}

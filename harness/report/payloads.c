// SPDX-License-Identifier: GPL-2.0-or-later
/* Digests and prints what payloads said. */
#include "report/payloads.h"

#include "record/record.h"
#include "record/tap.h"
#include "report/columns.h"
#include "util/text.h"

struct payload {
	char *setup, *boot, *run;
	bool valid, has_output;
	struct tap tap;
};

static void payload_free(gpointer data)
{
	struct payload *payload = data;

	g_free(payload->setup);
	g_free(payload->boot);
	g_free(payload->run);
	tap_clear(&payload->tap);
	g_free(payload);
}

static char *count_get(const json_t *record, const char *path)
{
	double value = 0;

	record_number(record, path, &value);
	return g_strdup_printf("%.0f", value);
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

static char *count_text(const struct payload *payload, guint count)
{
	return payload->has_output ? g_strdup_printf("%u", count) : g_strdup("-");
}

static void counts_print(const GPtrArray *payloads, GString *out)
{
	struct columns *columns = columns_new("lrrrrrrl");

	columns_add(columns,
		    (char *[]){ g_strdup("payload"), g_strdup("boot"), g_strdup("run"),
				g_strdup("passed"), g_strdup("failed"), g_strdup("skipped"),
				g_strdup("planned"), g_strdup("result") });
	for (guint i = 0; i < payloads->len; i++) {
		const struct payload *payload = payloads->pdata[i];
		const struct tap *tap = &payload->tap;

		columns_add(columns,
			    (char *[]){ g_strdup(payload->setup), g_strdup(payload->boot),
					g_strdup(payload->run), count_text(payload, tap->passed),
					count_text(payload, tap->failed),
					count_text(payload, tap->skipped),
					count_text(payload, tap->planned),
					g_strdup(payload->valid ? "valid" : "INVALID") });
	}
	columns_print(columns, out);
	columns_free(columns);
}

void payloads_print(const struct report *report, GString *out)
{
	if (!report->payloads->len)
		return;
	counts_print(report->payloads, out);
	for (guint i = 0; i < report->payloads->len; i++) {
		const struct payload *payload = report->payloads->pdata[i];
		const GPtrArray *failures = payload->tap.failures;

		for (guint j = 0; j < failures->len; j++) {
			g_autofree char *text = g_strdup_printf(
				"%s boot %s run %s: %s", payload->setup, payload->boot,
				payload->run, (const char *)failures->pdata[j]);
			g_autofree char *shown = text_printable(text);

			g_string_append_printf(out, "%s\n", shown);
		}
	}
	g_string_append_c(out, '\n');
}

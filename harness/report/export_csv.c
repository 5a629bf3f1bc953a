// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs as CSV: a header, and a line a run. */
#include "report/csv.h"
#include "report/export_rows.h"
#include "report/format.h"

/* "one; two"; nothing without any. */
static void list_append(GString *out, const json_t *list)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const json_t *element;
	size_t i;

	json_array_foreach (list, i, element) {
		const char *value = json_string_value(element);

		g_string_append_printf(text, "%s%s", i ? "; " : "", value ? value : "-");
	}
	if (text->len)
		csv_text_append(out, text->str);
}

static void value_append(GString *out, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		csv_text_append(out, json_string_value(value));
		return;
	case JSON_INTEGER:
	case JSON_REAL:
		csv_number_append(out, json_number_value(value));
		return;
	case JSON_TRUE:
	case JSON_FALSE:
		g_string_append(out, json_is_true(value) ? "true" : "false");
		return;
	case JSON_ARRAY:
		list_append(out, value);
		return;
	case JSON_OBJECT:
	case JSON_NULL:
		return;
	}
}

/* The columns' names are ours and need no quotes. */
static void csv_export(const struct campaign *campaign, const struct report *report, FILE *out)
{
	struct export_rows *rows = export_rows_make(campaign, report);
	g_autoptr(GString) text = g_string_new(NULL);
	const json_t *row;
	size_t i;

	for (guint j = 0; j < rows->names->len; j++)
		g_string_append_printf(text, "%s%s", j ? "," : "", (char *)rows->names->pdata[j]);
	g_string_append_c(text, '\n');
	json_array_foreach (rows->rows, i, row) {
		for (guint j = 0; j < rows->names->len; j++) {
			if (j)
				g_string_append_c(text, ',');
			value_append(text, json_object_get(row, rows->names->pdata[j]));
		}
		g_string_append_c(text, '\n');
	}
	fputs(text->str, out);
	export_rows_free(rows);
}

const struct format export_csv = {
	.name = "csv",
	.help = "a line per run",
	.export = csv_export,
};

// SPDX-License-Identifier: GPL-2.0-or-later
/* The table for people: the cover letter's layout first, no wider than wanted. */
#include "report/columns.h"
#include "report/format.h"
#include "util/text.h"

/* "what: this; that" */
static void list_print(const struct table *table, const struct look *look, GString *out)
{
	for (size_t i = 0; i < table_rows(table); i++) {
		g_autoptr(GString) line = g_string_new("  ");

		for (size_t j = 0; j < table->width; j++)
			g_string_append_printf(line, "%s%s", table_cell(table, i, j)->text,
					       j + 1 == table->width ? ""
					       : j		     ? "; "
								     : ": ");
		columns_wrap(line->str, look, out);
	}
}

static void table_print(const struct table *table, const struct look *look, GString *out)
{
	if (table->heading)
		columns_wrap(table->heading, look, out);
	if (table->as_letter)
		columns_print_letter(table, out);
	else if (table->as_list)
		list_print(table, look, out);
	else
		columns_print(table, look, out);
	for (guint i = 0; i < table->lines->len; i++)
		columns_wrap(table->lines->pdata[i], look, out);
	g_string_append_c(out, '\n');
}

static void text_print(const struct model *model, const struct look *look, FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);

	columns_wrap(model->title, look, text);
	g_string_append_c(text, '\n');
	for (guint i = 0; i < model->tables->len; i++)
		table_print(model->tables->pdata[i], look, text);
	for (guint i = 0; i < model->lines->len; i++)
		columns_wrap(model->lines->pdata[i], look, text);
	for (guint i = 0; i < model->notes->len; i++) {
		g_autofree char *note =
			g_str_has_prefix(model->notes->pdata[i], "warning [")
				? g_strdup(model->notes->pdata[i])
				: g_strdup_printf("note: %s", (const char *)model->notes->pdata[i]);

		columns_wrap(note, look, text);
	}
	fputs(text->str, out);
}

const struct format format_text = {
	.name = "text",
	.help = "tables for people",
	.print = text_print,
};

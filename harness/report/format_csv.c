// SPDX-License-Identifier: GPL-2.0-or-later
/* CSV: one number per line, for spreadsheets and statistics programs. */
#include "report/csv.h"
#include "report/format.h"

/* What precedes a value on its line. */
struct place {
	const struct table *table;
	size_t row;
	const struct column *column;
	const char *suffix; /* of the column's name */
	enum better better;
};

static void line_begin(GString *out, const struct place *place)
{
	static const char *const better[] = {
		[BETTER_NEITHER] = "",
		[BETTER_HIGHER] = "higher",
		[BETTER_LOWER] = "lower",
	};
	const struct table *table = place->table;
	const struct cell *first = table_cell(table, place->row, 0);

	g_string_append_printf(out, "%s,", table->name);
	if (table->curve)
		csv_text_append(out, table->curve);
	g_string_append_printf(out, ",%zu,", place->row + 1);
	if (first->text)
		csv_text_append(out, first->text);
	else
		csv_number_append(out, first->value);
	g_string_append_printf(out, ",%s%s,%s,%s,", place->column->name, place->suffix,
			       place->column->unit ? place->column->unit : "",
			       better[place->better]);
}

static void line_print(GString *out, struct place place, const char *suffix, double value)
{
	place.suffix = suffix;
	line_begin(out, &place);
	csv_number_append(out, value);
	g_string_append(out, "\n");
}

static void cell_print(GString *out, struct place place, const struct cell *cell)
{
	switch (place.column->kind) {
	case COLUMN_TEXT:
		line_begin(out, &place);
		csv_text_append(out, cell->text);
		g_string_append(out, "\n");
		return;
	case COLUMN_MEAN:
		line_print(out, place, "", cell->value);
		place.better = BETTER_NEITHER;
		line_print(out, place, "_std_error", cell->second);
		return;
	case COLUMN_INTERVAL:
		line_print(out, place, "_low", cell->value);
		line_print(out, place, "_high", cell->second);
		return;
	case COLUMN_NUMBER:
	default:
		line_print(out, place, "", cell->value);
	}
}

static void texts_print(const GPtrArray *texts, const char *table, GString *out)
{
	for (guint i = 0; i < texts->len; i++) {
		g_string_append_printf(out, "%s,,%u,,text,,,", table, i + 1);
		csv_text_append(out, texts->pdata[i]);
		g_string_append(out, "\n");
	}
}

static void table_print(const struct table *table, GString *out)
{
	for (size_t row = 0; row < table_rows(table); row++)
		for (size_t i = 1; i < table->width; i++) {
			const struct column *column = &table->columns[i];
			const struct place place = { table, row, column, "", column->better };

			cell_print(out, place, table_cell(table, row, i));
		}
	texts_print(table->lines, table->name, out);
}

static void csv_print(const struct model *model, const struct look *look, FILE *out)
{
	(void)look;
	g_autoptr(GString) text = g_string_new("table,curve,row,name,column,unit,better,value\n");

	for (guint i = 0; i < model->tables->len; i++)
		table_print(model->tables->pdata[i], text);
	texts_print(model->lines, "lines", text);
	texts_print(model->notes, "notes", text);
	fputs(text->str, out);
}

const struct format format_csv = {
	.name = "csv",
	.help = "a number per line, for other programs",
	.print = csv_print,
};

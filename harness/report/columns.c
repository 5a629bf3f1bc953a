// SPDX-License-Identifier: GPL-2.0-or-later
/* Column widths come from the widest cell, in characters. */
#include "report/columns.h"

#include "util/text.h"

#include <math.h>
#include <string.h>

const struct look look_plain = { 100, false };

static char *number_text(const struct column *column, double value)
{
	g_autofree char *text = NULL;

	if (isnan(value))
		return g_strdup("-");
	if (column->decimals < 0)
		return g_strdup_printf("%.10g", value);
	text = g_strdup_printf("%.*f", column->decimals, value);
	/* What is rounded to 0 has no sign. */
	if (text[0] == '-' && strspn(text, "-0.") == strlen(text))
		return g_strdup(text + 1);
	return g_steal_pointer(&text);
}

char *columns_cell_text(const struct column *column, const struct cell *cell)
{
	g_autofree char *value = number_text(column, cell->value);
	g_autofree char *second = number_text(column, cell->second);

	switch (column->kind) {
	case COLUMN_TEXT:
		return text_printable(cell->text);
	case COLUMN_MEAN:
		return g_strdup_printf("%s (%s)", value, second);
	case COLUMN_INTERVAL:
		if (isnan(cell->value) || isnan(cell->second))
			return g_strdup("-");
		return g_strdup_printf("%s to %s", value, second);
	case COLUMN_NUMBER:
	default:
		return g_steal_pointer(&value);
	}
}

/* Head and cells, row after row. */
static GPtrArray *texts_make(const struct table *table)
{
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < table->width; i++)
		g_ptr_array_add(texts, g_strdup(table->columns[i].head));
	for (size_t i = 0; i < table_rows(table) * table->width; i++)
		g_ptr_array_add(texts,
				columns_cell_text(&table->columns[i % table->width],
						  &g_array_index(table->cells, struct cell, i)));
	return texts;
}

static size_t column_width(const GPtrArray *texts, size_t column, size_t count)
{
	size_t width = 0;

	for (size_t i = column; i < texts->len; i += count)
		width = MAX(width, (size_t)g_utf8_strlen(texts->pdata[i], -1));
	return width;
}

static bool is_right(const struct column *column)
{
	return column->kind == COLUMN_NUMBER || column->kind == COLUMN_MEAN;
}

static void line_end(GString *out)
{
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

/* Of verdicts, as stats_verdict_text(), stats_agreement_text() and the self-test have them. */
static const char *colour_of(const struct column *column, const char *text)
{
	static const char *const good[] = {
		"better", "same", "not worse", "agrees", "passed", NULL
	};
	static const char *const bad[] = {
		"worse", "larger", "smaller", "differs", "failed", NULL
	};

	if (strcmp(column->name, "verdict"))
		return NULL;
	if (g_strv_contains(good, text))
		return "\033[32m";
	return g_strv_contains(bad, text) ? "\033[31m" : "\033[33m";
}

static void cell_append(const struct column *column, const char *text, size_t width, bool coloured,
			GString *out)
{
	const int pad = (int)(width - (size_t)g_utf8_strlen(text, -1));
	const bool right = is_right(column);
	const char *colour = coloured ? colour_of(column, text) : NULL;

	g_string_append_printf(out, "%*s%s%s%s%*s", right ? pad : 0, "", colour ? colour : "", text,
			       colour ? "\033[0m" : "", right ? 0 : pad, "");
}

/* Lines of the first column, and of those from `from` to before `to`. */
static void columns_part(const struct table *table, const GPtrArray *texts, const size_t *widths,
			 size_t from, size_t to, const struct look *look, GString *out)
{
	for (size_t row = 0; row * table->width < texts->len; row++) {
		char *const *line = (char *const *)texts->pdata + row * table->width;

		cell_append(&table->columns[0], line[0], widths[0], row && look->colours, out);
		for (size_t i = from; i < to; i++) {
			g_string_append(out, "  ");
			cell_append(&table->columns[i], line[i], widths[i], row && look->colours,
				    out);
		}
		line_end(out);
	}
}

/* The column behind the last one that has room beside the first; one has always. */
static size_t part_end(const struct table *table, const size_t *widths, size_t from,
		       const struct look *look)
{
	size_t width = widths[0], to = from;

	while (to < table->width && (to == from || width + 2 + widths[to] <= look->width))
		width += 2 + widths[to++];
	return to;
}

void columns_print(const struct table *table, const struct look *look, GString *out)
{
	g_autofree size_t *widths = g_new(size_t, table->width);
	g_autoptr(GPtrArray) texts = texts_make(table);
	size_t from = 1;

	for (size_t i = 0; i < table->width; i++)
		widths[i] = column_width(texts, i, table->width);
	do {
		const size_t to = part_end(table, widths, from, look);

		columns_part(table, texts, widths, from, to, look, out);
		from = to;
	} while (from < table->width);
}

void columns_print_letter(const struct table *table, GString *out)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	int width = 0;

	for (size_t i = 0; i < table_rows(table); i++) {
		char *name = text_printable(table_cell(table, i, 0)->text);

		g_ptr_array_add(names, name);
		width = MAX(width, (int)g_utf8_strlen(name, -1));
	}
	g_string_append_printf(out, "%*s  %s\n", width, "", table->columns[1].head);
	for (size_t i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *mean =
			columns_cell_text(&table->columns[1], table_cell(table, i, 1));

		g_string_append_printf(out, "%s:%*s %s\n", name,
				       width - (int)g_utf8_strlen(name, -1), "", mean);
	}
}

void columns_wrap_at(const char *text, size_t most, const char *indent, GString *out)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t\n", -1);
	size_t width = 0;

	for (char **word = words; *word; word++) {
		g_autofree char *shown = text_printable(*word);
		size_t length = (size_t)g_utf8_strlen(shown, -1);

		if (!length)
			continue;
		if (width && width + 1 + length > most) {
			g_string_append_printf(out, "\n%s", indent);
			width = strlen(indent);
		} else if (width) {
			g_string_append_c(out, ' ');
			width++;
		}
		g_string_append(out, shown);
		width += length;
	}
	g_string_append_c(out, '\n');
}

void columns_wrap(const char *text, const struct look *look, GString *out)
{
	columns_wrap_at(text, look->width, "  ", out);
}

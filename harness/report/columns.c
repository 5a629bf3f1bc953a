// SPDX-License-Identifier: GPL-2.0-or-later
/* Column widths come from the widest cell, in characters. */
#include "report/columns.h"

#include "util/text.h"

#include <string.h>

struct columns {
	char *align;
	size_t count;
	GPtrArray *cells; /* row after row */
};

struct columns *columns_new(const char *align)
{
	struct columns *columns = g_new(struct columns, 1);

	columns->align = g_strdup(align);
	columns->count = strlen(align);
	columns->cells = g_ptr_array_new_with_free_func(g_free);
	return columns;
}

void columns_free(struct columns *columns)
{
	if (!columns)
		return;
	g_free(columns->align);
	g_ptr_array_unref(columns->cells);
	g_free(columns);
}

void columns_add(struct columns *columns, char *const cells[])
{
	for (size_t i = 0; i < columns->count; i++) {
		g_ptr_array_add(columns->cells, text_printable(cells[i]));
		g_free(cells[i]);
	}
}

static size_t column_width(const struct columns *columns, size_t column)
{
	size_t width = 0;

	for (size_t i = column; i < columns->cells->len; i += columns->count)
		width = MAX(width, (size_t)g_utf8_strlen(columns->cells->pdata[i], -1));
	return width;
}

static void line_end(GString *out)
{
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '\n');
}

void columns_print(const struct columns *columns, GString *out)
{
	g_autofree size_t *widths = g_new(size_t, columns->count);

	for (size_t i = 0; i < columns->count; i++)
		widths[i] = column_width(columns, i);
	for (size_t i = 0; i < columns->cells->len; i++) {
		const char *cell = columns->cells->pdata[i];
		size_t column = i % columns->count;
		int pad = (int)(widths[column] - (size_t)g_utf8_strlen(cell, -1));
		gboolean right = columns->align[column] == 'r';

		g_string_append_printf(out, "%*s%s%*s", right ? pad : 0, "", cell, right ? 0 : pad,
				       "");
		if (column + 1 < columns->count)
			g_string_append(out, "  ");
		else
			line_end(out);
	}
}

void columns_wrap(const char *text, GString *out)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t\n", -1);
	size_t width = 0;

	for (char **word = words; *word; word++) {
		g_autofree char *shown = text_printable(*word);
		size_t length = (size_t)g_utf8_strlen(shown, -1);

		if (!length)
			continue;
		if (width && width + 1 + length > COLUMNS_WIDTH) {
			g_string_append(out, "\n  ");
			width = 2;
		} else if (width) {
			g_string_append_c(out, ' ');
			width++;
		}
		g_string_append(out, shown);
		width += length;
	}
	g_string_append_c(out, '\n');
}

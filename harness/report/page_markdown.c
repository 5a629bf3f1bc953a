// SPDX-License-Identifier: GPL-2.0-or-later
/* A page as Markdown, as GitHub shows it. */
#include "report/columns.h"
#include "report/page.h"
#include "util/text.h"

#include <string.h>

/* What may be markup wherever it is in a line; GitHub takes "$" for a formula. */
#define SPECIAL "\\`*_[]<>|~&$"

/* Characters at its beginning that would make a line a list, a heading or a rule. */
static size_t mark_length(const char *line)
{
	size_t digits = strspn(line, "0123456789");

	if (*line && strchr("#+-=", *line))
		return 1;
	if (!digits || !line[digits] || !strchr(".)", line[digits]))
		return 0;
	return !line[digits + 1] || line[digits + 1] == ' ' ? digits + 1 : 0;
}

/* Text as text, in a line. mark: of its characters that one, if not 0, is to be escaped, too. */
static void escaped_append(GString *out, const char *text, size_t mark)
{
	for (size_t i = 0; text[i]; i++) {
		if (strchr(SPECIAL, text[i]) || i + 1 == mark)
			g_string_append_c(out, '\\');
		g_string_append_c(out, text[i]);
	}
}

static void text_append(GString *out, const char *text)
{
	g_autofree char *shown = text_printable(text);

	escaped_append(out, g_strstrip(shown), 0);
}

/* The same, where it begins a line behind the prefix. */
static void line_append(GString *out, const char *prefix, const char *text)
{
	g_autofree char *shown = text_printable(text);

	g_string_append(out, prefix);
	g_strstrip(shown);
	escaped_append(out, shown, mark_length(shown));
	g_string_append_c(out, '\n');
}

static void cell_append(GString *out, const char *text)
{
	g_string_append(out, "| ");
	text_append(out, text);
	g_string_append_c(out, ' ');
}

static void heads_append(GString *out, const struct table *table)
{
	for (size_t i = 0; i < page_width(table); i++) {
		g_autofree char *head = page_head(table, i);

		cell_append(out, head);
	}
	g_string_append(out, "|\n");
	for (size_t i = 0; i < page_width(table); i++) {
		bool number = i && page_is_number(&table->columns[i]);

		g_string_append(out, number ? "| ---: " : "| --- ");
	}
	g_string_append(out, "|\n");
}

static void row_append(GString *out, const struct table *table, size_t row)
{
	for (size_t i = 0; i < page_width(table); i++) {
		g_autofree char *text =
			columns_cell_text(&table->columns[i], table_cell(table, row, i));

		cell_append(out, text);
	}
	g_string_append(out, "|\n");
}

static void table_append(GString *out, const struct table *table)
{
	g_autofree char *caption = page_caption(table);

	g_string_append(out, "**");
	text_append(out, caption);
	g_string_append(out, "**\n\n");
	heads_append(out, table);
	for (size_t i = 0; i < table_rows(table); i++)
		row_append(out, table, i);
	for (guint i = 0; i < table->lines->len; i++)
		line_append(out, "\n", table->lines->pdata[i]);
}

/* HTML, whose block ends at an empty line. */
static void fold_append(GString *out, const char *text)
{
	g_autofree char *shown = text_printable(text);
	g_autofree char *escaped = g_markup_escape_text(shown, -1);

	g_string_append_printf(out, "<details>\n<summary>%s</summary>\n", escaped);
}

/* Between fences that do not occur in it. */
static void command_append(GString *out, const char *text)
{
	g_autofree char *shown = text_printable(text);
	g_autofree char *fence = NULL;
	size_t longest = 2;

	for (const char *c = shown; *c; c += MAX(strspn(c, "`"), 1))
		longest = MAX(longest, strspn(c, "`"));
	fence = g_strnfill(longest + 1, '`');
	g_string_append_printf(out, "%s\n%s\n%s\n", fence, shown, fence);
}

static void part_append(GString *out, const struct part *part)
{
	switch (part->kind) {
	case PART_SECTION:
		line_append(out, "## ", part->text);
		return;
	case PART_TEXT:
		line_append(out, "", part->text);
		return;
	case PART_PICTURE: /* Markdown has none of its own */
		line_append(out, "", part->text);
		return;
	case PART_ITEM:
		line_append(out, "- ", part->text);
		return;
	case PART_COMMAND:
		command_append(out, part->text);
		return;
	case PART_TABLE:
		table_append(out, part->table);
		return;
	case PART_FOLD:
		fold_append(out, part->text);
		return;
	case PART_FOLD_END:
		g_string_append(out, "</details>\n");
		return;
	}
}

void page_print_markdown(const struct page *page, FILE *out)
{
	g_autoptr(GString) text = g_string_new(NULL);

	line_append(text, "# ", page->title);
	for (guint i = 0; i < page->parts->len; i++) {
		const struct part *part = page->parts->pdata[i], *before = NULL;

		if (i)
			before = page->parts->pdata[i - 1];
		if (!before || part->kind != PART_ITEM || before->kind != PART_ITEM)
			g_string_append_c(text, '\n');
		part_append(text, part);
	}
	fputs(text->str, out);
}

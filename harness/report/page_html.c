// SPDX-License-Identifier: GPL-2.0-or-later
/* A page as HTML: one file without scripts, which is XML at the same time. */
#include "report/columns.h"
#include "report/page.h"
#include "util/text.h"

#include <string.h>

/* Nothing but the style sheet can act, whatever is in the page. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'"

/* A text of more bytes needs a column of some width. */
#define LONG 24

/* Text as text: for elements and quoted attributes. */
static void text_append(GString *out, const char *text)
{
	g_autofree char *shown = text_printable(text);
	g_autofree char *escaped = g_markup_escape_text(shown, -1);

	g_string_append(out, escaped);
}

static void element_append(GString *out, const char *name, const char *text)
{
	g_string_append_printf(out, "<%s>", name);
	text_append(out, text);
	g_string_append_printf(out, "</%s>\n", name);
}

/* "How to repeat it" to "how-to-repeat-it": nothing but letters, digits and "-". */
static void slug_append(GString *out, const char *text)
{
	for (; *text; text++)
		g_string_append_c(out, g_ascii_isalnum(*text) ? g_ascii_tolower(*text) : '-');
}

/* Of a cell's style: "number", "verdict not-worse", "long", or "". Free with g_free(). */
static char *class_of(const struct column *column, const char *text)
{
	GString *class = g_string_new(NULL);

	if (!strcmp(column->name, "verdict")) {
		g_string_append(class, "verdict ");
		slug_append(class, text);
	} else if (page_is_number(column)) {
		g_string_append(class, "number");
	} else if (strlen(text) > LONG) {
		g_string_append(class, "long");
	}
	return g_string_free(class, FALSE);
}

static void cell_append(GString *out, const struct table *table, size_t row, size_t i)
{
	const struct column *column = &table->columns[i];
	g_autofree char *text = columns_cell_text(column, table_cell(table, row, i));
	g_autofree char *class = class_of(column, text);

	if (!i)
		g_string_append(out, "<th scope=\"row\">");
	else if (*class)
		g_string_append_printf(out, "<td class=\"%s\">", class);
	else
		g_string_append(out, "<td>");
	text_append(out, text);
	g_string_append(out, i ? "</td>" : "</th>");
}

static void heads_append(GString *out, const struct table *table)
{
	g_string_append(out, "<thead>\n<tr>");
	for (size_t i = 0; i < page_width(table); i++) {
		g_autofree char *head = page_head(table, i);
		bool number = i && page_is_number(&table->columns[i]);

		g_string_append_printf(out, "<th scope=\"col\"%s>",
				       number ? " class=\"number\"" : "");
		text_append(out, head);
		g_string_append(out, "</th>");
	}
	g_string_append(out, "</tr>\n</thead>\n");
}

static void table_append(GString *out, const struct table *table)
{
	g_autofree char *caption = page_caption(table);

	g_string_append(out, "<div class=\"wide\">\n<table>\n<caption><span>");
	text_append(out, caption);
	g_string_append(out, "</span></caption>\n");
	heads_append(out, table);
	g_string_append(out, "<tbody>\n");
	for (size_t row = 0; row < table_rows(table); row++) {
		g_string_append(out, "<tr>");
		for (size_t i = 0; i < page_width(table); i++)
			cell_append(out, table, row, i);
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</tbody>\n</table>\n</div>\n");
	for (guint i = 0; i < table->lines->len; i++) {
		g_string_append(out, "<p class=\"below\">");
		text_append(out, table->lines->pdata[i]);
		g_string_append(out, "</p>\n");
	}
}

static void picture_append(GString *out, const struct part *part)
{
	g_string_append(out, "<figure>\n<div class=\"wide plot\" role=\"img\" aria-label=\"");
	text_append(out, part->text);
	g_string_append_printf(out, "\">\n%s</div>\n", part->svg);
	element_append(out, "figcaption", part->text);
	g_string_append(out, "</figure>\n");
}

/* Neighbours of these kinds are in one element. */
static const char *group_of(const struct part *part)
{
	return part->kind == PART_ITEM ? "ul" : part->kind == PART_COMMAND ? "pre" : "";
}

static void part_append(GString *out, const struct part *part)
{
	switch (part->kind) {
	case PART_SECTION:
		g_string_append(out, "<section id=\"");
		slug_append(out, part->text);
		g_string_append(out, "\">\n");
		element_append(out, "h2", part->text);
		return;
	case PART_TEXT:
		element_append(out, "p", part->text);
		return;
	case PART_ITEM:
		element_append(out, "li", part->text);
		return;
	case PART_COMMAND:
		element_append(out, "code", part->text);
		return;
	case PART_TABLE:
		table_append(out, part->table);
		return;
	case PART_PICTURE:
		picture_append(out, part);
		return;
	case PART_FOLD:
		g_string_append(out, "<details>\n");
		element_append(out, "summary", part->text);
		return;
	case PART_FOLD_END:
		g_string_append(out, "</details>\n");
		return;
	}
}

static void parts_append(GString *out, const struct page *page)
{
	const char *group = "";
	bool in_section = false;

	for (guint i = 0; i < page->parts->len; i++) {
		const struct part *part = page->parts->pdata[i];
		const char *next = group_of(part);

		if (*group && strcmp(group, next))
			g_string_append_printf(out, "</%s>\n", group);
		if (part->kind == PART_SECTION && in_section)
			g_string_append(out, "</section>\n");
		if (*next && strcmp(group, next))
			g_string_append_printf(out, "<%s>", next);
		in_section |= part->kind == PART_SECTION;
		group = next;
		part_append(out, part);
	}
	if (*group)
		g_string_append_printf(out, "</%s>\n", group);
	if (in_section)
		g_string_append(out, "</section>\n");
}

static void contents_append(GString *out, const struct page *page)
{
	g_string_append(out, "<nav aria-label=\"Contents\">\n<ul>\n");
	for (guint i = 0; i < page->parts->len; i++) {
		const struct part *part = page->parts->pdata[i];

		if (part->kind != PART_SECTION)
			continue;
		g_string_append(out, "<li><a href=\"#");
		slug_append(out, part->text);
		g_string_append(out, "\">");
		text_append(out, part->text);
		g_string_append(out, "</a></li>\n");
	}
	g_string_append(out, "</ul>\n</nav>\n");
}

void page_print_html(const struct page *page, const char *style, FILE *out)
{
	g_autoptr(GString) text = g_string_new(PAGE_HTML_BEGIN);

	g_string_append(
		text, "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\"/>\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		      "<meta name=\"color-scheme\" content=\"light dark\"/>\n");
	element_append(text, "title", page->title);
	g_string_append_printf(text, "<style>\n%s</style>\n</head>\n<body>\n", style);
	element_append(text, "h1", page->title);
	contents_append(text, page);
	g_string_append(text, "<main>\n");
	parts_append(text, page);
	g_string_append(text, "</main>\n</body>\n</html>\n");
	fputs(text->str, out);
}

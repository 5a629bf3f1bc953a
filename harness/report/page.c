// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds pages part by part. */
#include "report/page.h"

#include <string.h>

static void part_free(gpointer data)
{
	struct part *part = data;

	g_free(part->text);
	g_free(part->svg);
	g_free(part);
}

static void kept_free(gpointer data)
{
	table_free(data);
}

struct page *page_new(const char *title)
{
	struct page *page = g_new0(struct page, 1);

	page->title = g_strdup(*title ? title : "(no title)");
	page->parts = g_ptr_array_new_with_free_func(part_free);
	page->kept = g_ptr_array_new_with_free_func(kept_free);
	return page;
}

void page_free(struct page *page)
{
	if (!page)
		return;
	g_free(page->title);
	g_ptr_array_unref(page->parts);
	g_ptr_array_unref(page->kept);
	model_free(page->model);
	g_free(page);
}

/* Takes text over. */
static struct part *part_add(struct page *page, enum part_kind kind, char *text)
{
	struct part *part = g_new0(struct part, 1);

	part->kind = kind;
	part->text = text;
	g_ptr_array_add(page->parts, part);
	return part;
}

void page_section(struct page *page, const char *heading)
{
	part_add(page, PART_SECTION, g_strdup(heading));
}

void page_text(struct page *page, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	part_add(page, PART_TEXT, g_strdup_vprintf(format, args));
	va_end(args);
}

void page_item(struct page *page, const char *text)
{
	part_add(page, PART_ITEM, g_strdup(text));
}

void page_command(struct page *page, const char *line)
{
	part_add(page, PART_COMMAND, g_strdup(line));
}

void page_fold(struct page *page, const char *text)
{
	part_add(page, PART_FOLD, g_strdup(text));
}

void page_fold_end(struct page *page)
{
	part_add(page, PART_FOLD_END, NULL);
}

void page_picture(struct page *page, const char *text, char *svg)
{
	part_add(page, PART_PICTURE, g_strdup(text))->svg = svg;
}

void page_table(struct page *page, const struct table *table)
{
	part_add(page, PART_TABLE, NULL)->table = table;
}

void page_table_keep(struct page *page, struct table *table)
{
	g_ptr_array_add(page->kept, table);
	page_table(page, table);
}

void page_keep(struct page *page, struct model *model)
{
	page->model = model;
}

/* Does the first column's head say what the table is of, for want of a heading? */
static bool head_is_caption(const struct table *table)
{
	return !table->heading && *table->columns[0].head;
}

/* "total work    std error", as it stands above a letter's table, to "total work (std error)". */
static char *head_plain(const char *head)
{
	const char *gap = strstr(head, "  ");

	if (!gap)
		return g_strdup(head);
	return g_strdup_printf("%.*s (%s)", (int)(gap - head), head, gap + strspn(gap, " "));
}

char *page_caption(const struct table *table)
{
	if (table->heading && *table->heading)
		return g_strdup(table->heading);
	if (!head_is_caption(table))
		return head_plain(table->columns[MIN(1, table->width - 1)].head);
	if (table->curve)
		return g_strdup_printf("%s: %s", table->curve, table->columns[0].head);
	return g_strdup(table->columns[0].head);
}

char *page_head(const struct table *table, size_t column)
{
	const struct column *row = &table->columns[column];

	if (!*row->head || (!column && head_is_caption(table)))
		return g_strdup(row->name);
	return head_plain(row->head);
}

size_t page_width(const struct table *table)
{
	const size_t last = table->width - 1;

	if (!last || *table->columns[last].head || table->columns[last].kind != COLUMN_TEXT)
		return table->width;
	for (size_t i = 0; i < table_rows(table); i++)
		if (*table_cell(table, i, last)->text)
			return table->width;
	return last;
}

bool page_is_number(const struct column *column)
{
	return column->kind != COLUMN_TEXT;
}

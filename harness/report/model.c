// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds tables cell by cell. */
#include "report/model.h"

#include <string.h>

#include <math.h>

static void cell_clear(gpointer data)
{
	g_free(((struct cell *)data)->text);
}

/* Has the table own the column's texts: they may have been made for it. */
static void column_keep(struct table *table, struct column *column)
{
	column->name = g_string_chunk_insert_const(table->texts, column->name);
	column->head = g_string_chunk_insert_const(table->texts, column->head);
	if (column->unit)
		column->unit = g_string_chunk_insert_const(table->texts, column->unit);
}

struct table *table_new(const char *name, const struct column *columns, size_t width)
{
	struct table *table = g_new0(struct table, 1);

	table->name = g_strdup(name);
	table->texts = g_string_chunk_new(256);
	table->columns = g_memdup2(columns, width * sizeof(*columns));
	table->width = width;
	for (size_t i = 0; i < width; i++)
		column_keep(table, &table->columns[i]);
	table->cells = g_array_new(FALSE, TRUE, sizeof(struct cell));
	g_array_set_clear_func(table->cells, cell_clear);
	table->lines = g_ptr_array_new_with_free_func(g_free);
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	g_free(table->name);
	g_free(table->columns);
	g_string_chunk_free(table->texts);
	g_free(table->curve);
	g_free(table->heading);
	g_array_unref(table->cells);
	g_ptr_array_unref(table->lines);
	g_free(table);
}

static void free_table(gpointer table)
{
	table_free(table);
}

struct model *model_new(const char *title)
{
	struct model *model = g_new0(struct model, 1);

	model->title = g_strdup(title);
	model->tables = g_ptr_array_new_with_free_func(free_table);
	model->lines = g_ptr_array_new_with_free_func(g_free);
	model->notes = g_ptr_array_new_with_free_func(g_free);
	return model;
}

void model_free(struct model *model)
{
	if (!model)
		return;
	g_free(model->title);
	g_ptr_array_unref(model->tables);
	g_ptr_array_unref(model->lines);
	g_ptr_array_unref(model->notes);
	g_free(model);
}

struct table *model_table(struct model *model, const char *name, const struct column *columns,
			  size_t width)
{
	struct table *table = table_new(name, columns, width);

	g_ptr_array_add(model->tables, table);
	return table;
}

void model_line(struct model *model, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(model->lines, g_strdup_vprintf(format, args));
	va_end(args);
}

static void cell_add(struct table *table, enum column_kind kind, struct cell cell)
{
	g_assert(table->columns[table->cells->len % table->width].kind == kind);
	g_array_append_val(table->cells, cell);
}

void table_text(struct table *table, const char *text)
{
	cell_add(table, COLUMN_TEXT,
		 (struct cell){ .text = g_strdup(text), .value = NAN, .second = NAN });
}

void table_number(struct table *table, double value)
{
	cell_add(table, COLUMN_NUMBER, (struct cell){ .value = value, .second = NAN });
}

void table_mean(struct table *table, const struct summary *summary)
{
	cell_add(table, COLUMN_MEAN,
		 (struct cell){ .value = summary->mean, .second = summary->error });
}

void table_interval(struct table *table, const struct interval *interval)
{
	cell_add(table, COLUMN_INTERVAL,
		 (struct cell){ .value = interval->low, .second = interval->high });
}

size_t table_rows(const struct table *table)
{
	return table->cells->len / table->width;
}

const struct cell *table_cell(const struct table *table, size_t row, size_t column)
{
	return &g_array_index(table->cells, struct cell, row * table->width + column);
}

const struct table *model_find(const struct model *model, const char *name)
{
	for (guint i = 0; i < model->tables->len; i++) {
		const struct table *table = model->tables->pdata[i];

		if (!strcmp(table->name, name) && !table->curve)
			return table;
	}
	return NULL;
}

size_t table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->width; i++)
		if (!strcmp(table->columns[i].name, name))
			return i;
	g_assert_not_reached();
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the vCPUs' time goes in the traced runs, stacked to the window. */
#include "plot/data.h"
#include "plot/picture.h"

#include <math.h>
#include <string.h>

/* A part of another part is no layer of its own. */
static bool is_layer(const struct column *column)
{
	return column->kind == COLUMN_NUMBER && strcmp(column->name, "reclaim");
}

/* Of a row, what is below the column; a rest below 0 (parts that overlap) is nothing to stack. */
static double level_below(const struct table *table, size_t row, size_t column)
{
	double sum = 0;

	for (size_t i = 0; i < column; i++)
		if (is_layer(&table->columns[i]))
			sum += fmax(0, table_cell(table, row, i)->value);
	return sum;
}

static void balance_data(const struct report *report, const struct model *model, GString *data)
{
	const struct table *table = model_find(model, "time");

	(void)report;
	for (size_t i = 0; i < table->width; i++) {
		if (!is_layer(&table->columns[i]))
			continue;
		data_block(data, "a part, a setup per line: position setup from to");
		data_name(data, table->columns[i].head);
		g_string_append(data, " setup from to\n");
		for (size_t row = 0; row < table_rows(table); row++) {
			data_number(data, (double)row);
			data_name(data, table_cell(table, row, 0)->text);
			data_number(data, level_below(table, row, i));
			data_number(data, level_below(table, row, i + 1));
			data_line_end(data);
		}
	}
}

static bool balance_there(const struct report *report, const struct model *model)
{
	const struct table *table = model_find(model, "time");

	(void)report;
	return table && table_rows(table);
}

static char *balance_caption(const struct report *report)
{
	(void)report;
	return g_strdup(
		"Where the vCPUs' time goes, in % of the window of each setup's traced run.");
}

const struct picture picture_balance = {
	.name = "balance",
	.caption = balance_caption,
	.is_there = balance_there,
	.data = balance_data,
};

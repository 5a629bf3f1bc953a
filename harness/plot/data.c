// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes fields and lines of a picture's data. */
#include "plot/data.h"

#include "util/text.h"

#include <math.h>

static void field_begin(GString *data)
{
	if (data->len && data->str[data->len - 1] != '\n')
		g_string_append_c(data, ' ');
}

/* Within double quotes gnuplot only takes a quote as an escape. */
void data_name(GString *data, const char *name)
{
	g_autofree char *shown = text_printable(name);

	field_begin(data);
	g_string_append_c(data, '"');
	for (const char *c = shown; *c; c++) {
		if (*c == '"')
			g_string_append(data, "\\042");
		else if (*c == '\\')
			g_string_append(data, "\\\\");
		else
			g_string_append_c(data, *c);
	}
	g_string_append_c(data, '"');
}

void data_text(GString *data, const char *key, const char *value)
{
	g_string_append(data, key);
	data_name(data, value);
	data_line_end(data);
}

void data_block(GString *data, const char *columns)
{
	g_string_append(data, "\n\n# ");
	g_string_append(data, columns);
	g_string_append_c(data, '\n');
}

void data_number(GString *data, double value)
{
	field_begin(data);
	if (isnan(value))
		g_string_append(data, "NaN");
	else
		g_string_append_printf(data, "%.7g", value);
}

void data_interval(GString *data, const struct interval *interval)
{
	data_number(data, interval->estimate);
	data_number(data, interval->low);
	data_number(data, interval->high);
}

void data_line_end(GString *data)
{
	g_string_append_c(data, '\n');
}

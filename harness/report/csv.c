// SPDX-License-Identifier: GPL-2.0-or-later
/* Quotes text and prints numbers for CSV. */
#include "report/csv.h"

#include "util/text.h"
#include "util/units.h"

#include <math.h>
#include <string.h>

void csv_text_append(GString *out, const char *text)
{
	g_autofree char *shown = text_printable(text);

	g_string_append_c(out, '"');
	if (*shown && strchr("=+-@", *shown))
		g_string_append_c(out, '\'');
	for (const char *c = shown; *c; c++) {
		if (*c == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *c);
	}
	g_string_append_c(out, '"');
}

void csv_number_append(GString *out, double value)
{
	g_autofree char *text = isfinite(value) ? units_decimal_text(value) : g_strdup("");

	g_string_append(out, text);
}

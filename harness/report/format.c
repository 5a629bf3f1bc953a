// SPDX-License-Identifier: GPL-2.0-or-later
/* The tables of output formats. */
#include "report/format.h"

#include "report/layout.h"
#include "util/error.h"

#include <errno.h>
#include <string.h>

/* Declared here, so that a new format is one file and a row in this one. */
extern const struct format format_text, format_csv, format_markdown;
extern const struct format export_csv, export_json, export_benchstat;

const struct format *const format_table[] = {
	&format_text,
	&format_csv,
	&format_markdown,
	NULL,
};

const struct format *const export_table[] = {
	&export_csv,
	&export_json,
	&export_benchstat,
	NULL,
};

int format_find(const struct format *const *table, const char *name, const struct format **format)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (const struct format *const *row = table; *row; row++) {
		g_string_append_printf(names, "%s%s", names->len ? ", " : "", (*row)->name);
		if (!strcmp((*row)->name, name)) {
			*format = *row;
			return 0;
		}
	}
	return error_set(EINVAL, "%s: no such format; formats are: %s", name, names->str);
}

char *format_help(const struct format *const *table, const char *text)
{
	GString *help = g_string_new(text);

	g_string_append(help, "\n\nFormats:");
	for (const struct format *const *row = table; *row; row++)
		g_string_append_printf(help, "%s %s (%s)", row == table ? "" : ",", (*row)->name,
				       (*row)->help);
	g_string_append_c(help, '.');
	return g_string_free(help, FALSE);
}

void format_print(const struct format *format, const struct report *report, const struct look *look,
		  FILE *out)
{
	struct model *model = layout_make(report);

	format->print(model, look, out);
	model_free(model);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables and paragraphs for people, as text that is no wider than wanted where words allow it. */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include "report/look.h"
#include "report/model.h"

/*
 * Appends head and rows, with two spaces between columns and no trailing blanks; "-" for unknown
 * numbers. Columns for which there is no room follow below, each time after the first one. All text
 * goes through text_printable().
 */
void columns_print(const struct table *table, const struct look *look, GString *out);

/* The same for a table that is as_letter: exactly as the cover letter of 2010 has it. */
void columns_print_letter(const struct table *table, GString *out);

/* Appends text, wrapped, further lines indented by two, through text_printable(). */
void columns_wrap(const char *text, const struct look *look, GString *out);

/* The same at a width, further lines after `indent`. */
void columns_wrap_at(const char *text, size_t most, const char *indent, GString *out);

/* "122789420615 (3818565029)": a COLUMN_MEAN, as the cover letter writes it. Free with g_free(). */
char *columns_cell_text(const struct column *column, const struct cell *cell);

#endif

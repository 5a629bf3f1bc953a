// SPDX-License-Identifier: GPL-2.0-or-later
/* Rows of text cells, printed as aligned columns. Text comes out by text_printable(). */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include <glib.h>
#include <stddef.h>

#define COLUMNS_WIDTH 100 /* of every text that report makes */

struct columns;

/* align: a character a column, 'l' or 'r'. */
struct columns *columns_new(const char *align);
void columns_free(struct columns *columns);

/* A row; cells are strlen(align) of them, each owned by columns from now on. */
void columns_add(struct columns *columns, char *const cells[]);

/* The rows, two spaces between columns, no blanks at the ends of lines. */
void columns_print(const struct columns *columns, GString *out);

/* text, broken at blanks to COLUMNS_WIDTH, further lines indented by two. */
void columns_wrap(const char *text, GString *out);

#endif

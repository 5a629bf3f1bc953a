/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plain text of a picture's data: blocks of lines for gnuplot, which people and other programs
 * can read as well. */
#ifndef PLOT_DATA_H
#define PLOT_DATA_H

#include "stats/stats.h"

#include <glib.h>

/*
 * NAME.dat has blocks with two empty lines between them ("index" in gnuplot). Index 0 is of texts,
 * a line each: a key and a quoted value. Others begin with a comment that names their columns.
 * Unknown numbers are "NaN". All text is UTF-8 without control characters.
 */

/* A line of index 0: KEY "VALUE". */
void data_text(GString *data, const char *key, const char *value);

/* Ends a block, and begins one with the comment "# COLUMNS". */
void data_block(GString *data, const char *columns);

/* Each appends a field and a blank before it, except at the begin of a line. */
void data_name(GString *data, const char *name); /* quoted */
void data_number(GString *data, double value);
void data_interval(GString *data, const struct interval *interval); /* estimate, low, high */

void data_line_end(GString *data);

#endif

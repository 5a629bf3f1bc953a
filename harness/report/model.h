// SPDX-License-Identifier: GPL-2.0-or-later
/* A report as tables of columns and rows, from which every output format is made. */
#ifndef REPORT_MODEL_H
#define REPORT_MODEL_H

#include "stats/stats.h"

#include <glib.h>
#include <stdbool.h>

enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_MEAN,	 /* with its standard error */
	COLUMN_INTERVAL, /* its bounds */
};

enum column_better {
	BETTER_NEITHER,
	BETTER_HIGHER,
	BETTER_LOWER,
};

struct column {
	const char *name; /* for programs; there is one of it in its table */
	const char *head; /* for people */
	const char *unit; /* "ms", "%"; NULL: none */
	enum column_kind kind;
	enum column_better better;
	int decimals; /* for people; -1: as many as there are, up to ten digits */
};

struct cell {
	char *text;	      /* of a text column, else NULL */
	double value, second; /* NAN: not known. second: the error, or the higher bound */
};

struct table {
	const char *name;	      /* for programs: "ratios" */
	char *curve;		      /* the curve that it is of, or NULL */
	char *heading;		      /* a line above it for people, or NULL */
	const struct column *columns; /* the first names the row */
	size_t width;		      /* columns */
	GArray *cells;		      /* struct cell, row after row */
	GPtrArray *lines;	      /* char *: lines below it */
	bool as_letter;		      /* for people in the form of the 2010 cover letter */
};

struct model {
	char *title;
	GPtrArray *tables; /* struct table * */
	GPtrArray *lines;  /* char *: how the numbers were made, and of what */
	GPtrArray *notes;  /* char *: what a reader has to know to read them rightly */
};

/* An empty one. Free with model_free(), for which NULL is nothing. */
struct model *model_new(const char *title);
void model_free(struct model *model);

/* A new table at the end of the model, which owns it. columns: static. */
struct table *model_table(struct model *model, const char *name, const struct column *columns,
			  size_t width);

/* A line at the end of model->lines; takes printf arguments. */
void model_line(struct model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A table that belongs to no model. Free with table_free(). */
struct table *table_new(const char *name, const struct column *columns, size_t width);
void table_free(struct table *table);

/*
 * Each adds the next cell, row after row; it must be of its column's kind. Numbers are in the
 * column's unit, NAN where they are not known; text is copied.
 */
void table_text(struct table *table, const char *text);
void table_number(struct table *table, double value);
void table_mean(struct table *table, const struct summary *summary);
void table_interval(struct table *table, const struct interval *interval);

/* Whole rows that are there, and a cell of one. */
size_t table_rows(const struct table *table);
const struct cell *table_cell(const struct table *table, size_t row, size_t column);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* A report as tables of columns and rows, from which every output format is made. */
#ifndef REPORT_MODEL_H
#define REPORT_MODEL_H

#include "stats/stats.h"
#include "stats/verdict.h"

#include <glib.h>
#include <stdbool.h>

enum column_kind {
	COLUMN_TEXT,
	COLUMN_NUMBER,
	COLUMN_MEAN,	 /* with its standard error */
	COLUMN_INTERVAL, /* its bounds */
};

struct column {
	const char *name; /* for programs; unique in its table */
	const char *head; /* for people */
	const char *unit; /* "ms", "%"; NULL: none */
	enum column_kind kind;
	enum better better;
	int decimals; /* for people; -1: as many as there are, up to ten digits */
};

struct cell {
	char *text;	      /* of a text column, else NULL */
	double value, second; /* NAN: not known. second: the error, or the higher bound */
};

struct table {
	char *name;		/* for programs: "ratios" */
	char *curve;		/* name of its curve, or NULL */
	char *heading;		/* a line above it for people, or NULL */
	struct column *columns; /* the first names the row */
	size_t width;		/* columns */
	GStringChunk *texts;	/* of the columns */
	GArray *cells;		/* struct cell, row after row */
	GPtrArray *lines;	/* char *: lines below it */
	bool as_letter;		/* for people in the form of the 2010 cover letter */
	bool as_list;		/* for people a line a row: all cells are text */
};

struct model {
	char *title;
	GPtrArray *tables; /* struct table * */
	GPtrArray *lines;  /* char *: method, kernels, versions */
	GPtrArray *notes;  /* char *: what a reader must know to interpret them */
};

/* An empty model with a copy of the title. Free with model_free(), which ignores NULL. */
struct model *model_new(const char *title);
void model_free(struct model *model);

/* A new table at the end of the model, which owns it. Columns and name are copied. */
struct table *model_table(struct model *model, const char *name, const struct column *columns,
			  size_t width);

/* A line at the end of model->lines; takes printf arguments. */
void model_line(struct model *model, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A table without a model; as model_table(). Free with table_free(), which ignores NULL. */
struct table *table_new(const char *name, const struct column *columns, size_t width);
void table_free(struct table *table);

/*
 * Each appends a cell, row by row, which must be of its column's kind. Numbers are in the column's
 * unit, NAN if unknown. Text is copied.
 */
void table_text(struct table *table, const char *text);
void table_number(struct table *table, double value);
void table_mean(struct table *table, const struct summary *summary);
void table_interval(struct table *table, const struct interval *interval);

/* The table of that name that is not of a curve, or NULL. Owned by the model. */
const struct table *model_find(const struct model *model, const char *name);

/* The place of the column of that name, which the table has. */
size_t table_column(const struct table *table, const char *name);

/* The number of complete rows; a cell of one, owned by the table and valid until the next is added.
 */
size_t table_rows(const struct table *table);
const struct cell *table_cell(const struct table *table, size_t row, size_t column);

#endif

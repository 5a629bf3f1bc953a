// SPDX-License-Identifier: GPL-2.0-or-later
/* A document of sections, text and tables, from which HTML and Markdown are made. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/model.h"

#include <stdio.h>

/* What each page begins with, by which a file is known to be one. */
#define PAGE_HTML_BEGIN                                                            \
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n" \
	"<meta name=\"generator\" content=\"apfbench report\"/>\n"
#define PAGE_MARKDOWN_BEGIN "<!-- apfbench report -->\n"

enum part_kind {
	PART_SECTION, /* text: its heading, unique in the page */
	PART_TEXT,    /* text: a paragraph */
	PART_ITEM,    /* text: of a list; neighbours are one list */
	PART_COMMAND, /* text: a line for a shell; neighbours are one block */
	PART_TABLE,
	PART_PICTURE,  /* text: what it shows */
	PART_FOLD,     /* text: what is folded away, up to PART_FOLD_END in the same section */
	PART_FOLD_END, /* no text */
};

struct part {
	enum part_kind kind;
	char *text;		   /* untrusted */
	char *svg;		   /* of a picture: as svg_clean() makes it */
	const struct table *table; /* of a table */
};

struct page {
	char *title;	     /* untrusted */
	GPtrArray *parts;    /* struct part *, in their order */
	GPtrArray *kept;     /* struct table *: of its own */
	struct model *model; /* whose tables it shows, or NULL */
};

/* An empty page with a copy of the title. Free with page_free(), which ignores NULL. */
struct page *page_new(const char *title);
void page_free(struct page *page);

/* Each appends a part. Texts are copied; page_text() takes printf arguments. */
void page_section(struct page *page, const char *heading);
void page_text(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_item(struct page *page, const char *text);
void page_command(struct page *page, const char *line);
void page_fold(struct page *page, const char *text);
void page_fold_end(struct page *page);

/* svg: taken over. */
void page_picture(struct page *page, const char *text, char *svg);

/* The table must outlive the page. */
void page_table(struct page *page, const struct table *table);
/* The same for a table that the page takes over. */
void page_table_keep(struct page *page, struct table *table);
/* Takes over a model, so that its tables live as long as the page. */
void page_keep(struct page *page, struct model *model);

/* What stands above a table, and at the head of its column: no two tables of a curve, and no
 * column, are without. Free with g_free(). */
char *page_caption(const struct table *table);
char *page_head(const struct table *table, size_t column);

/* The number of columns to show: without a last one for remarks, which has no head, if there are
 * none. */
size_t page_width(const struct table *table);

/* Is its column of numbers, and so to be aligned on the right? */
bool page_is_number(const struct column *column);

/*
 * The page as one HTML file with that style sheet in it, and as GitHub's Markdown (without its
 * beginning, so that it can be a part of another text). What is not printable becomes an escape,
 * and all text stays text. The caller checks ferror(out).
 */
void page_print_html(const struct page *page, const char *style, FILE *out);
void page_print_markdown(const struct page *page, FILE *out);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Output formats of tables and of runs: one file each, all made from the same report. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "report/look.h"
#include "report/model.h"
#include "report/report.h"

#include <stdio.h>

struct format {
	const char *name; /* for --format */
	const char *help; /* a few words for --help */
	/* Either prints tables or runs; the look is for text that people read. The caller checks
	 * ferror(out). Their text is untrusted. */
	void (*print)(const struct model *model, const struct look *look, FILE *out);
	void (*export)(const struct campaign *campaign, const struct report *report, FILE *out);
};

/* Those of tables, and those of runs. NULL-terminated; the first is the default. */
extern const struct format *const format_table[];
extern const struct format *const export_table[];

/* Sets *format to one of the table. -EINVAL lists the formats that exist. */
int format_find(const struct format *const *table, const char *name, const struct format **format);

/* The text with a paragraph behind it that names the table's formats. Free with free(). */
char *format_help(const struct format *const *table, const char *text);

/* Prints the whole report except its pictures; equal records give equal bytes. The caller checks
 * ferror(out). */
void format_print(const struct format *format, const struct report *report, const struct look *look,
		  FILE *out);

#endif

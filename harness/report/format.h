// SPDX-License-Identifier: GPL-2.0-or-later
/* Output formats: one file each, all made from the same model. */
#ifndef REPORT_FORMAT_H
#define REPORT_FORMAT_H

#include "report/model.h"
#include "report/report.h"

#include <stdio.h>

struct format {
	const char *name; /* for --format */
	const char *help; /* what it is for, a few words */
	/* Whether out took it, ferror() knows. Names and notes may be anybody's text. */
	void (*print)(const struct model *model, FILE *out);
};

/* NULL-terminated; the first is the default. */
extern const struct format *const format_table[];

/* -EINVAL names the formats that there are. *format points into the table. */
int format_find(const char *name, const struct format **format);

/* All that the report says. Equal records give equal bytes. */
void format_print(const struct format *format, const struct report *report, FILE *out);

#endif

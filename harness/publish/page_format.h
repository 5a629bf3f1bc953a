// SPDX-License-Identifier: GPL-2.0-or-later
/* The forms in which a whole campaign can be passed on. */
#ifndef PUBLISH_PAGE_FORMAT_H
#define PUBLISH_PAGE_FORMAT_H

#include "report/report.h"

#include <stdio.h>

struct page_format {
	const char *name; /* for --format */
	const char *help; /* a few words for --help */
	const char *file; /* where it goes in the campaign's folder; NULL: to standard output */
	/* What each begins with, by which an earlier one is known to be ours. NULL: it is not. */
	const char *begin;
	/* 0, or -errno: the program's own files cannot be read. The caller checks ferror(out). */
	int (*print)(const struct campaign *campaign, const struct report *report, FILE *out);
};

/* NULL-terminated; the first is the default. */
extern const struct page_format *const page_format_table[];

/* Sets *format to a static one. -EINVAL lists the formats that exist. */
int page_format_find(const char *name, const struct page_format **format);

/*
 * Writes the campaign to path, completely or not at all. -EEXIST: there is a file that is not an
 * earlier one of ours; else as print(), or another -errno.
 */
int page_format_write(const struct page_format *format, const struct campaign *campaign,
		      const struct report *report, const char *path);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Cells of CSV (RFC 4180). */
#ifndef REPORT_CSV_H
#define REPORT_CSV_H

#include <glib.h>

/* In quotes, made printable. An apostrophe keeps spreadsheets from evaluating a formula. */
void csv_text_append(GString *out, const char *text);

/* With all its digits; nothing if it is not finite: it is unknown. */
void csv_number_append(GString *out, double value);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What a reader has to know beside the numbers. */
#ifndef REPORT_NOTES_H
#define REPORT_NOTES_H

#include "report/report.h"

/* Fills report->notes from the digested setups and the records. */
void notes_make(const struct campaign *campaign, struct report *report);

/* Adds one; takes printf arguments. */
void notes_add(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif

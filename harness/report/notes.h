// SPDX-License-Identifier: GPL-2.0-or-later
/* What a reader must know to interpret the numbers. */
#ifndef REPORT_NOTES_H
#define REPORT_NOTES_H

#include "report/report.h"

/* Adds to report->notes; the setups must be digested and the ratios made. Never fails. */
void notes_make(const struct campaign *campaign, struct report *report);

/* Adds one note; takes printf arguments, which it copies. */
void notes_add(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif

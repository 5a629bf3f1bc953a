// SPDX-License-Identifier: GPL-2.0-or-later
/* What makes a campaign's figures doubtful, each with advice; docs/warnings.md has the list. */
#ifndef REPORT_WARNINGS_H
#define REPORT_WARNINGS_H

#include "report/report.h"

struct warning {
	const char *name;   /* "spread"; shown in brackets */
	const char *advice; /* what to do about it, without a full stop */
	/* What there is to warn of, "nonpv 7.1 %, pv 6 %", or NULL. Free with g_free(). */
	char *(*find)(const struct campaign *campaign, const struct report *report);
	const char *text; /* with a %s for what was found */
};

/* All of them, in the order in which they are printed; ends with a row without a name. */
extern const struct warning warning_table[];

/* Adds those that apply to report->notes, as "warning [spread]: ...; advice". Never fails. */
void warnings_make(const struct campaign *campaign, struct report *report);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* One side of a comparison, as a person names it: a campaign, a setup of it, or a reference. */
#ifndef REPORT_SIDE_H
#define REPORT_SIDE_H

#include "report/report.h"

struct side {
	char *text;		   /* as it was named */
	struct campaign *campaign; /* NULL: it is a reference */
	struct report *report;	   /* the campaign's; NULL: a reference */
	char *setup;		   /* of the campaign, or NULL: all */
};

/*
 * Finds what text names: "CAMPAIGN", "CAMPAIGN:SETUP", or a reference (reference_is()). A campaign
 * comes before a reference of that name. *side is freed with side_free(), which ignores NULL, and
 * is NULL after an error. baseline: setup to take as the campaign's, or NULL: the experiment's.
 * Errors of campaign_load() and report_make(); -EINVAL: the campaign has no such setup.
 */
int side_open(const char *text, const char *baseline, struct side **side);
void side_free(struct side *side);

#endif

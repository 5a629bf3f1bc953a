// SPDX-License-Identifier: GPL-2.0-or-later
/* Does a measured ratio agree with a published one? */
#ifndef STATS_AGREEMENT_H
#define STATS_AGREEMENT_H

#include "stats/stats.h"

enum agreement {
	AGREEMENT_AGREES,  /* shown to be above 1 as well, and no difference in size is shown */
	AGREEMENT_LARGER,  /* shown to be larger than published */
	AGREEMENT_SMALLER, /* shown to be smaller than published */
	AGREEMENT_UNCLEAR, /* no difference is shown, but nor is the effect */
};

/*
 * measured: the ratio, of a pair of setups whose published ratio is above 1. quotient: measured /
 * published, by stats_product() from both sides' means and standard errors, so that the published
 * error counts, too. Intervals without bounds give AGREEMENT_UNCLEAR.
 */
enum agreement stats_agreement(const struct interval *measured, const struct interval *quotient);

/* "agrees", "larger", "smaller", "cannot tell". Static text. */
const char *stats_agreement_text(enum agreement agreement);

/* Within how much of the published ratio the measured one lies, as a fraction: the bound of the
 * quotient's interval that is farther from 1. NAN without bounds. */
double stats_agreement_within(const struct interval *quotient);

#endif

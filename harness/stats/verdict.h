// SPDX-License-Identifier: GPL-2.0-or-later
/* What a ratio's interval allows to say about a loss. */
#ifndef STATS_VERDICT_H
#define STATS_VERDICT_H

#include "stats/stats.h"

enum verdict {
	VERDICT_BETTER,	   /* all of the interval is above 1 */
	VERDICT_SAME,	   /* all of it is within the margin of 1 */
	VERDICT_NOT_WORSE, /* none of it is below the margin: a gain is possible, too */
	VERDICT_UNCLEAR,   /* it reaches beyond the margin and is not all there, or is none */
	VERDICT_WORSE,	   /* all of it is below the margin: more is lost than may be */
};

/*
 * margin: the part of the baseline (0.05: 5 %) that may be lost. Inclusion of a confidence interval
 * in a region of equivalence or non-inferiority: Schuirmann 1987, doi:10.1007/BF01068419. With
 * intervals of 95 % each of the two one-sided errors is 2.5 % at most.
 */
enum verdict stats_verdict(const struct interval *ratio, double margin);

/* "better", "same", "not worse", "unclear", "worse". */
const char *stats_verdict_text(enum verdict verdict);

/*
 * Boots a setup after which an unclear ratio would be clear if its estimate and the spread of boots
 * stayed: the interval's half width, on the logarithm, shrinks with their square root. 0 if it
 * cannot be said.
 */
size_t stats_boots_needed(const struct interval *ratio, size_t boots, double margin);

#endif

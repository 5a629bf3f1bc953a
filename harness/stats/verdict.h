// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts on a loss, from the interval of a ratio. */
#ifndef STATS_VERDICT_H
#define STATS_VERDICT_H

#include "stats/stats.h"

enum better { /* which way of a figure is a gain */
	BETTER_NEITHER,
	BETTER_HIGHER,
	BETTER_LOWER,
};

/* As of a figure of which more is better; else above and below, + and - change places. */
enum verdict {
	VERDICT_BETTER,	   /* the whole interval is above 1 */
	VERDICT_SAME,	   /* the whole interval is within 1 +- margin */
	VERDICT_NOT_WORSE, /* no part is below 1 - margin; a gain is possible */
	VERDICT_UNCLEAR,   /* the interval crosses 1 - margin, or there is none */
	VERDICT_WORSE,	   /* the whole interval is below 1 - margin */
};

/*
 * margin: tolerated loss as a fraction of the baseline (0.05: 5 %). better: BETTER_HIGHER or
 * BETTER_LOWER. The rule is inclusion of a
 * confidence interval in a region of equivalence or non-inferiority: Schuirmann 1987,
 * doi:10.1007/BF01068419. With 95 % intervals each of the two one-sided errors is at most 2.5 %.
 */
enum verdict stats_verdict(const struct interval *ratio, double margin, enum better better);

/* "better", "same", "not worse", "unclear", "worse". Static text. */
const char *stats_verdict_text(enum verdict verdict);

/*
 * The number of boots per setup that would make an unclear ratio clear, if its estimate and the
 * spread of boots stay as they are: the half width of the interval, on a log scale, shrinks with
 * the square root of that number. boots: per setup now. 0 if there is no answer.
 */
size_t stats_boots_needed(const struct interval *ratio, size_t boots, double margin,
			  enum better better);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts from intervals; docs/methods.md#the-gate. */
#include "stats/verdict.h"

#include <math.h>
#include <stdbool.h>

/* The ratio beyond which a loss is not tolerated. */
static double limit_of(double margin, enum better better)
{
	return better == BETTER_LOWER ? 1 + margin : 1 - margin;
}

enum verdict stats_verdict(const struct interval *ratio, double margin, enum better better)
{
	const bool lower = better == BETTER_LOWER;
	const double limit = limit_of(margin, better), other = lower ? 1 - margin : 1 + margin;
	const double worst = lower ? ratio->high : ratio->low;
	const double best = lower ? ratio->low : ratio->high;
	const double sign = lower ? -1 : 1; /* by which a gain is positive */

	/* NaN bounds land here, too. */
	if (!(ratio->low <= ratio->high))
		return VERDICT_UNCLEAR;
	if (sign * (worst - 1) > 0)
		return VERDICT_BETTER;
	if (sign * (worst - limit) >= 0)
		return sign * (best - other) <= 0 ? VERDICT_SAME : VERDICT_NOT_WORSE;
	return sign * (best - limit) < 0 ? VERDICT_WORSE : VERDICT_UNCLEAR;
}

const char *stats_verdict_text(enum verdict verdict)
{
	static const char *const texts[] = {
		[VERDICT_BETTER] = "better",	   [VERDICT_SAME] = "same",
		[VERDICT_NOT_WORSE] = "not worse", [VERDICT_UNCLEAR] = "unclear",
		[VERDICT_WORSE] = "worse",
	};

	return texts[verdict];
}

size_t stats_boots_needed(const struct interval *ratio, size_t boots, double margin,
			  enum better better)
{
	double half = log(ratio->high / ratio->low) / 2;
	double wanted = fabs(log(ratio->estimate / limit_of(margin, better)));

	if (!(half > 0) || !(wanted > 0) || !boots)
		return 0;
	return (size_t)fmax((double)boots + 1, ceil((double)boots * pow(half / wanted, 2)));
}

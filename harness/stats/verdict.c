// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts from intervals; docs/methods.md#the-gate. */
#include "stats/verdict.h"

#include <math.h>

enum verdict stats_verdict(const struct interval *ratio, double margin)
{
	double least = 1 - margin;

	/* NaN bounds land here, too. */
	if (!(ratio->low <= ratio->high))
		return VERDICT_UNCLEAR;
	if (ratio->low > 1)
		return VERDICT_BETTER;
	if (ratio->low >= least)
		return ratio->high <= 1 + margin ? VERDICT_SAME : VERDICT_NOT_WORSE;
	return ratio->high < least ? VERDICT_WORSE : VERDICT_UNCLEAR;
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

size_t stats_boots_needed(const struct interval *ratio, size_t boots, double margin)
{
	double half = log(ratio->high / ratio->low) / 2, least = 1 - margin;
	double wanted = fabs(log(ratio->estimate / least));

	if (!(half > 0) || !(wanted > 0) || !boots)
		return 0;
	return (size_t)fmax((double)boots + 1, ceil((double)boots * pow(half / wanted, 2)));
}

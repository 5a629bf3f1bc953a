// SPDX-License-Identifier: GPL-2.0-or-later
/* Verdicts on published ratios; docs/methods.md#claims. */
#include "stats/agreement.h"

#include <math.h>

enum agreement stats_agreement(const struct interval *measured, const struct interval *quotient)
{
	if (quotient->low > 1)
		return AGREEMENT_LARGER;
	if (quotient->high < 1)
		return AGREEMENT_SMALLER;
	/* A NAN bound is not above 1 either. */
	return measured->low > 1 && quotient->low <= 1 ? AGREEMENT_AGREES : AGREEMENT_UNCLEAR;
}

const char *stats_agreement_text(enum agreement agreement)
{
	static const char *const texts[] = {
		[AGREEMENT_AGREES] = "agrees",
		[AGREEMENT_LARGER] = "larger",
		[AGREEMENT_SMALLER] = "smaller",
		[AGREEMENT_UNCLEAR] = "cannot tell",
	};

	return texts[agreement];
}

double stats_agreement_within(const struct interval *quotient)
{
	return fmax(quotient->high - 1, 1 - quotient->low);
}

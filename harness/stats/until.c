// SPDX-License-Identifier: GPL-2.0-or-later
/* Plans the next batch of boots from the width of an interval. */
#include "stats/until.h"

#include <math.h>

#define GROWTH_MOST 3

double stats_half_width(const struct interval *ratio)
{
	return ratio->high / ratio->estimate - 1;
}

double stats_until_needed(size_t boots, double half_width, double wanted)
{
	return ceil((double)boots * pow(half_width / wanted, 2));
}

size_t stats_until_boots(size_t boots, double half_width, double wanted)
{
	const double needed = stats_until_needed(boots, half_width, wanted);

	return (size_t)fmax((double)boots + 1, fmin(needed, (double)(GROWTH_MOST * boots)));
}

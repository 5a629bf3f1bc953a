// SPDX-License-Identifier: GPL-2.0-or-later
/* When enough boots are measured; docs/methods.md#how-many-boots. */
#ifndef STATS_UNTIL_H
#define STATS_UNTIL_H

#include "stats/stats.h"

/*
 * A campaign that grows until its intervals are narrow ends rather when its boots look alike by
 * chance, so an interval of 95 % holds the truth too rarely: in 92 % of such campaigns at worst, by
 * simulation. With five boots before the first look, and intervals of this level after it, 93 to
 * 97 % hold it (tests/unit/test_until.c).
 */
#define UNTIL_BOOTS 5
#define UNTIL_LEVEL 0.965

/* How far a ratio's interval reaches to its farther side, as a fraction of the estimate (0.01: 1
 * %). NAN without bounds. */
double stats_half_width(const struct interval *ratio);

/* The boots that give this half-width in place of the present one, if the spread stays: a whole
 * number. */
double stats_until_needed(size_t boots, double half_width, double wanted);

/* The boots to have at the next look, more than now: as many as are needed if the spread stays, at
 * most three times as many as now. */
size_t stats_until_boots(size_t boots, double half_width, double wanted);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What a campaign of a given size can show. */
#ifndef STATS_POWER_H
#define STATS_POWER_H

#include "stats/stats.h"

#define POWER_LEVEL 0.80 /* share of campaigns in which a difference is to be found */

/*
 * The smallest difference between the true means of two setups, as a fraction of one of them (0.05:
 * 5 %), for which POWER_LEVEL of all campaigns like this one get an interval of their ratio
 * (stats_ratio()) that excludes 1. Both spreads are taken as they were measured. NAN without an
 * interval.
 *
 * From (t(1 - alpha/2) + t(power)) * standard error, NIST/SEMATECH e-Handbook 7.2.2.2. Two boots
 * find it less often.
 */
double stats_detectable(const struct summary *a, const struct summary *b);

/* The number of boots per setup, 2 or more, with which that difference would be at most this. 0 if
 * a spread is not known. */
size_t stats_boots_to_detect(const struct summary *a, const struct summary *b, double difference);

#endif

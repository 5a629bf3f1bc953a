// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers as text for tables; "-" for what is not known (NAN). Free each with g_free(). */
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "stats/stats.h"

char *number_text(double value, int decimals);

/* The bounds: "1.052 to 1.192". */
char *interval_text(const struct interval *interval);

/* The mean with its standard error, as the cover letter writes it: "122789420615 (3818565029)". */
char *mean_text(const struct summary *summary);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers as the tables write them. */
#include "report/cells.h"

#include <glib.h>
#include <math.h>

char *number_text(double value, int decimals)
{
	return isnan(value) ? g_strdup("-") : g_strdup_printf("%.*f", decimals, value);
}

char *interval_text(const struct interval *interval)
{
	if (isnan(interval->low) || isnan(interval->high))
		return g_strdup("-");
	return g_strdup_printf("%.3f to %.3f", interval->low, interval->high);
}

char *mean_text(const struct summary *summary)
{
	g_autofree char *mean = number_text(summary->mean, 0);
	g_autofree char *error = number_text(summary->error, 0);

	return g_strdup_printf("%s (%s)", mean, error);
}

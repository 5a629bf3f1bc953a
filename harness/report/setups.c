// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds setups in a report, and asks what they offer. */
#include "report/report.h"

#include <math.h>

struct report_setup *report_setup(const struct report *report, const char *name)
{
	return g_hash_table_lookup(report->by_name, name);
}

bool report_has_figures(const struct report *report)
{
	for (guint i = 0; i < report->setups->len; i++)
		if (!((const struct report_setup *)report->setups->pdata[i])->is_payload)
			return true;
	return false;
}

bool report_has_ratios(const struct report *report)
{
	const struct report_setup *baseline =
		report->baseline ? report_setup(report, report->baseline) : NULL;

	return baseline && !isnan(baseline->figures[0].ratio.estimate);
}

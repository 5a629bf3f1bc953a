// SPDX-License-Identifier: GPL-2.0-or-later
/* Holm's step-down correction, by intervals instead of p-values. */
#include "report/holm.h"

static void row_judge(const struct gate *gate, double level, struct gate_row *row)
{
	const struct report_setup *setup = row->setup;
	struct interval ratio;

	stats_ratio(&setup->figures[gate->figure].summary,
		    &setup->baseline->figures[gate->figure].summary, level, &ratio);
	row->verdict = stats_verdict(&ratio, gate->options.margin, gate->metric->better);
	row->level = level;
}

size_t holm_judge(struct gate *gate)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new();
	size_t together, before;

	for (guint i = 0; i < gate->rows->len; i++)
		if (((const struct gate_row *)gate->rows->pdata[i])->by_interval)
			g_ptr_array_add(left, gate->rows->pdata[i]);
	together = left->len;
	do {
		const double level = 1 - (1 - gate->report->level) / MAX(left->len, 1);

		before = left->len;
		for (guint i = left->len; i-- > 0;) {
			struct gate_row *row = left->pdata[i];

			row_judge(gate, level, row);
			if (row->verdict != VERDICT_UNCLEAR)
				g_ptr_array_remove_index(left, i);
		}
	} while (left->len && left->len < before);
	return together;
}

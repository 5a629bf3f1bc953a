// SPDX-License-Identifier: GPL-2.0-or-later
/* The smallest difference that a campaign finds, from the spread of its own boots. */
#include "report/power.h"

#include "stats/power.h"

#include <math.h>

static void row_add(struct table *table, const struct report_setup *setup)
{
	static const double differences[] = { 0.05, 0.02, 0.01, 0.005 };
	const struct summary *own = &setup->figures->summary;
	const struct summary *other = &setup->baseline->figures->summary;

	table_text(table, setup->name);
	table_number(table, 100 * stats_detectable(own, other));
	for (size_t i = 0; i < G_N_ELEMENTS(differences); i++)
		table_number(table, (double)stats_boots_to_detect(own, other, differences[i]));
}

void power_add(const struct report *report, struct model *model)
{
	static const struct column columns[] = {
		{ "setup", "80 % power", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "difference", "difference %", "%", COLUMN_NUMBER, BETTER_LOWER, 2 },
		{ "boots_for_5", "boots for 5 %", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "boots_for_2", "2 %", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "boots_for_1", "1 %", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
		{ "boots_for_0_5", "0.5 %", NULL, COLUMN_NUMBER, BETTER_LOWER, 0 },
	};
	struct table *table = NULL;

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (!setup->baseline || setup->baseline == setup ||
		    isnan(setup->figures->ratio.low))
			continue;
		if (!table) {
			table = model_table(model, "power", columns, G_N_ELEMENTS(columns));
			table->heading = g_strdup_printf(
				"Smallest difference of %s found with %.0f %% power, and the boots "
				"per setup to find others",
				report->workload->metrics->title, 100 * POWER_LEVEL);
		}
		row_add(table, setup);
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The published claims: measured / published with its interval, and the verdict. */
#include "plot/data.h"
#include "plot/picture.h"

#include <math.h>

/* The last row is the claims' order, which has no figure. */
static void claims_data(const struct report *report, const struct model *model, GString *data)
{
	const struct table *table = model_find(model, "claims");
	const size_t claim = table_column(table, "claim"), verdict = table_column(table, "verdict");
	const size_t quotient = table_column(table, "quotient");
	const size_t interval = table_column(table, "interval");

	data_text(data, "reference", report->reference);
	data_text(data, "figure", report->workload->metrics->title);
	data_block(data, "index 1, a claim per line: position claim, measured/published low high, "
			 "verdict");
	for (size_t i = 0; i < table_rows(table); i++) {
		if (isnan(table_cell(table, i, quotient)->value))
			continue;
		data_number(data, (double)i);
		data_name(data, table_cell(table, i, claim)->text);
		data_number(data, table_cell(table, i, quotient)->value);
		data_number(data, table_cell(table, i, interval)->value);
		data_number(data, table_cell(table, i, interval)->second);
		data_name(data, table_cell(table, i, verdict)->text);
		data_line_end(data);
	}
}

static bool claims_there(const struct report *report, const struct model *model)
{
	const struct table *table = model_find(model, "claims");

	(void)report;
	for (size_t i = 0; table && i < table_rows(table); i++)
		if (!isnan(table_cell(table, i, table_column(table, "quotient"))->value))
			return true;
	return false;
}

static char *claims_caption(const struct report *report)
{
	return g_strdup_printf(
		"Measured ratios divided by those of %s, with 95 %% intervals: where "
		"one holds 1, both agree.",
		report->reference);
}

const struct picture picture_claims = {
	.name = "claims",
	.caption = claims_caption,
	.is_there = claims_there,
	.data = claims_data,
};

// SPDX-License-Identifier: GPL-2.0-or-later
/* Computes the ratios of published figures from the figures themselves. */
#include "report/published.h"

#include <math.h>

static bool has_printed(const struct reference *reference)
{
	for (guint i = 0; i < reference->setups->len; i++)
		if (((const struct reference_setup *)reference->setups->pdata[i])->printed)
			return true;
	return false;
}

static void row_add(const struct reference_setup *setup, bool printed, struct table *table)
{
	const struct reference_setup *baseline = setup->baseline;
	struct interval ratio = { NAN, NAN, NAN, NAN, STATS_LEVEL, "" };

	if (baseline == setup)
		ratio.estimate = 1;
	else if (baseline)
		stats_ratio(&setup->figure, &baseline->figure, STATS_LEVEL, &ratio);
	table_text(table, setup->name);
	table_number(table, (double)setup->figure.boots);
	table_number(table, setup->figure.mean);
	table_number(table, setup->figure.error);
	table_number(table, ratio.estimate);
	table_interval(table, &ratio);
	table_number(table, ratio.freedom);
	if (printed)
		table_text(table, setup->printed ? setup->printed : "-");
}

struct model *published_model(const struct reference *reference)
{
	const struct column columns[] = {
		{ "setup", reference->quantity, NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "n", "n", NULL, COLUMN_NUMBER, BETTER_HIGHER, 0 },
		{ "mean", "mean", reference->unit, COLUMN_NUMBER, reference->better, -1 },
		{ "error", "std error", reference->unit, COLUMN_NUMBER, BETTER_LOWER, -1 },
		{ "ratio", "ratio", NULL, COLUMN_NUMBER, reference->better, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, reference->better, 3 },
		{ "df", "df", NULL, COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "printed", "as printed", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	const bool printed = has_printed(reference);
	struct model *model = model_new(reference->label);
	struct table *table =
		model_table(model, "published", columns, G_N_ELEMENTS(columns) - !printed);

	for (guint i = 0; i < reference->setups->len; i++)
		row_add(reference->setups->pdata[i], printed, table);
	model_line(model, "Published figures: %s.%s", reference->how,
		   reference->better == BETTER_LOWER ? " Less is better." : "");
	model_line(model,
		   "Ratios and intervals are computed from the figures by the same method "
		   "as those of campaigns (docs/methods.md)%s.",
		   printed ? "; \"as printed\" is what the source says itself" : "");
	if (reference->has_errors)
		model_line(model, "Its brackets are read as standard errors of the mean.");
	if (!reference->workload)
		model_line(model, "No workload of apfbench measures this: it stands beside no "
				  "campaign.");
	return model;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds the ratio of each pair of setups against the published one. */
#include "report/claims.h"

#include "stats/agreement.h"

#include <math.h>

/* A pair of setups; the published figure of `above` is at least that of `below`. */
struct claim {
	const struct report_setup *above, *below;
	struct interval measured, quotient; /* quotient: measured / published */
	double published;		    /* ratio */
};

static bool is_claimed(const struct report_setup *setup)
{
	return setup->published.mean > 0 && !setup->stem;
}

static gint compare_published(gconstpointer a, gconstpointer b)
{
	const struct report_setup *x = *(const struct report_setup *const *)a;
	const struct report_setup *y = *(const struct report_setup *const *)b;

	return (x->published.mean > y->published.mean) - (x->published.mean < y->published.mean);
}

/* The setups with published figures, lowest first. */
static GPtrArray *claimed_setups(const struct report *report)
{
	GPtrArray *setups = g_ptr_array_new();

	for (guint i = 0; i < report->setups->len; i++)
		if (is_claimed(report->setups->pdata[i]))
			g_ptr_array_add(setups, report->setups->pdata[i]);
	g_ptr_array_sort(setups, compare_published);
	return setups;
}

/* published_a, published_b: the figures of both, by whichever reading of their brackets. */
static void claim_make(const struct report_setup *above, const struct summary *published_a,
		       const struct report_setup *below, const struct summary *published_b,
		       double level, struct claim *claim)
{
	const struct summary *a = &above->figures->summary, *b = &below->figures->summary;
	const struct stats_factor factors[] = {
		{ a, false }, { b, true }, { published_b, false }, { published_a, true }
	};

	claim->above = above;
	claim->below = below;
	claim->published = published_a->mean / published_b->mean;
	stats_ratio(a, b, level, &claim->measured);
	stats_product(factors, G_N_ELEMENTS(factors), level, &claim->quotient);
}

static enum agreement claim_agreement(const struct claim *claim)
{
	return stats_agreement(&claim->measured, &claim->quotient);
}

static void claim_add(const struct claim *claim, struct table *table)
{
	const enum agreement agreement = claim_agreement(claim);
	const double within = 100 * stats_agreement_within(&claim->quotient);
	g_autofree char *text = g_strdup_printf("%s above %s by %.3f", claim->above->name,
						claim->below->name, claim->published);

	table_text(table, text);
	table_number(table, claim->measured.estimate);
	table_number(table, claim->quotient.estimate);
	table_interval(table, &claim->quotient);
	table_text(table, stats_agreement_text(agreement));
	table_number(table, agreement == AGREEMENT_AGREES ? within : NAN);
}

/* The verdict by the other reading of the brackets: standard deviations of n runs. */
static enum agreement agreement_by_deviations(const struct claim *claim, double level)
{
	const struct summary *above = &claim->above->published, *below = &claim->below->published;
	struct summary a, b;
	struct claim other;

	stats_from_published(above->mean, above->error / sqrt((double)above->boots), above->boots,
			     &a);
	stats_from_published(below->mean, below->error / sqrt((double)below->boots), below->boots,
			     &b);
	claim_make(claim->above, &a, claim->below, &b, level, &other);
	return claim_agreement(&other);
}

static void brackets_line(const GArray *claims, double level, struct table *table)
{
	GString *line = g_string_new("The brackets are read as standard errors; as standard "
				     "deviations, ");
	bool changed = false;

	for (guint i = 0; i < claims->len; i++) {
		const struct claim *claim = &g_array_index(claims, struct claim, i);
		const enum agreement other = agreement_by_deviations(claim, level);

		if (other == claim_agreement(claim))
			continue;
		g_string_append_printf(line, "%s%s above %s is: %s", changed ? "; " : "",
				       claim->above->name, claim->below->name,
				       stats_agreement_text(other));
		changed = true;
	}
	g_string_append(line, changed ? "." : "no verdict changes.");
	g_ptr_array_add(table->lines, g_string_free(line, FALSE));
}

/* A difference from the published figure must not look like an oversight. */
static void remarks_add(const GArray *claims, const GPtrArray *setups, struct table *table)
{
	for (guint i = 0; i < setups->len; i++) {
		const struct report_setup *setup = setups->pdata[i];
		bool differs = false;

		for (guint j = 0; j < claims->len; j++) {
			const struct claim *claim = &g_array_index(claims, struct claim, j);

			differs |= (claim->above == setup || claim->below == setup) &&
				   claim_agreement(claim) != AGREEMENT_AGREES;
		}
		if (differs && setup->published_remark)
			g_ptr_array_add(table->lines, g_strdup_printf("%s: %s", setup->name,
								      setup->published_remark));
	}
}

/* Neighbours decide it: all are above the one before, or one is shown to be below. */
static const char *order_verdict(const GPtrArray *setups, double level)
{
	bool all = true;

	for (guint i = 1; i < setups->len; i++) {
		const struct report_setup *below = setups->pdata[i - 1], *above = setups->pdata[i];
		struct interval ratio;

		stats_ratio(&above->figures->summary, &below->figures->summary, level, &ratio);
		if (ratio.high < 1)
			return "differs";
		all &= ratio.low > 1;
	}
	return stats_agreement_text(all ? AGREEMENT_AGREES : AGREEMENT_UNCLEAR);
}

static void order_add(const GPtrArray *setups, double level, struct table *table)
{
	const struct interval none = { .low = NAN, .high = NAN };
	g_autoptr(GString) text = g_string_new("order:");

	for (guint i = 0; i < setups->len; i++)
		g_string_append_printf(text, "%s %s", i ? " <" : "",
				       ((const struct report_setup *)setups->pdata[i])->name);
	table_text(table, text->str);
	table_number(table, NAN);
	table_number(table, NAN);
	table_interval(table, &none);
	table_text(table, order_verdict(setups, level));
	table_number(table, NAN);
}

static struct table *claims_table(const struct report *report, struct model *model)
{
	const enum better better = report->workload->metrics->better;
	const struct column columns[] = {
		{ "claim", "published", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "measured", "measured", NULL, COLUMN_NUMBER, better, 3 },
		{ "quotient", "measured/published", NULL, COLUMN_NUMBER, BETTER_NEITHER, 3 },
		{ "interval", "95 % interval", NULL, COLUMN_INTERVAL, BETTER_NEITHER, 3 },
		{ "verdict", "verdict", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "within", "within %", "%", COLUMN_NUMBER, BETTER_LOWER, 0 },
	};
	struct table *table = model_table(model, "claims", columns, G_N_ELEMENTS(columns));

	table->heading =
		g_strdup_printf("Claims of %s on %s, by the interval of measured/published",
				report->reference, report->workload->metrics->title);
	return table;
}

void claims_add(const struct report *report, struct model *model)
{
	g_autoptr(GPtrArray) setups = claimed_setups(report);
	g_autoptr(GArray) claims = g_array_new(FALSE, FALSE, sizeof(struct claim));
	struct table *table;

	if (setups->len < 2)
		return;
	table = claims_table(report, model);
	for (guint i = 1; i < setups->len; i++)
		for (guint j = 0; j < i; j++) {
			const struct report_setup *above = setups->pdata[i];
			const struct report_setup *below = setups->pdata[j];
			struct claim claim;

			claim_make(above, &above->published, below, &below->published,
				   report->level, &claim);
			claim_add(&claim, table);
			g_array_append_val(claims, claim);
		}
	order_add(setups, report->level, table);
	if (report->reference_has_errors)
		brackets_line(claims, report->level, table);
	remarks_add(claims, setups, table);
}

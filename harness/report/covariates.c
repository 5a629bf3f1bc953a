// SPDX-License-Identifier: GPL-2.0-or-later
/* Regresses a setup's first figure on what else was counted in its boots. */
#include "report/covariates.h"

#include "record/record.h"
#include "stats/regression.h"

#include <math.h>

/* Of any workload; in a record's result. */
static const struct metric common[] = {
	{ .name = "async_faults",
	  .label = "async faults",
	  .path = "counters.async_not_present",
	  .scale = 1 },
	{ .name = "major_faults",
	  .label = "major faults",
	  .path = "counters.major_faults",
	  .scale = 1 },
	{ .name = "halts", .label = "halts", .path = "counters.halts", .scale = 1 },
	{ .name = "swap_read",
	  .label = "swap read ms",
	  .path = "swap_read.mean_ns",
	  .scale = 1e-6 },
	{ .name = "reclaimed",
	  .label = "pages reclaimed",
	  .path = "memory_stat.pgsteal",
	  .scale = 1 },
	{ .name = "scanned", .label = "pages scanned", .path = "memory_stat.pgscan", .scale = 1 },
	{ .name = "host_system",
	  .label = "container's system time",
	  .path = "cpu_stat.system_usec",
	  .scale = 1e-6 },
	{ .name = "cpu_pressure",
	  .label = "container's CPU pressure",
	  .path = "pressure.cpu.some_usec",
	  .scale = 1e-6 },
	{ .name = NULL },
};

/* A setup's boots, each with the means of its valid runs. */
struct points {
	GArray *x, *y; /* double */
};

static double boot_mean(const GPtrArray *records, uint64_t boot, const struct metric *metric)
{
	double sum = 0;
	size_t count = 0;

	for (guint i = 0; i < records->len; i++) {
		const json_t *record = records->pdata[i];
		double number;

		if (!json_is_true(record_lookup(record, "determined.valid")) ||
		    !record_number(record, "determined.boot", &number) || (uint64_t)number != boot)
			continue;
		sum += metric_read(metric, record_lookup(record, "determined.result"));
		count++;
	}
	return count ? sum / (double)count : NAN;
}

static void points_collect(const struct report *report, const struct report_setup *setup,
			   const struct metric *covariate, struct points *points)
{
	for (uint64_t boot = 1; boot <= report->boots; boot++) {
		double x = boot_mean(setup->records, boot, covariate);
		double y = boot_mean(setup->records, boot, report->workload->metrics);

		if (isnan(x) || isnan(y))
			continue;
		g_array_append_val(points->x, x);
		g_array_append_val(points->y, y);
	}
}

static void row_add(const struct report *report, const struct report_setup *setup,
		    const struct metric *covariate, struct table *table)
{
	g_autoptr(GArray) x = g_array_new(FALSE, FALSE, sizeof(double));
	g_autoptr(GArray) y = g_array_new(FALSE, FALSE, sizeof(double));
	struct points points = { x, y };
	const double mean = setup->figures->summary.mean;
	struct regression line;

	points_collect(report, setup, covariate, &points);
	stats_regress((const double *)(void *)x->data, (const double *)(void *)y->data, x->len,
		      &line);
	if (isnan(line.slope))
		return;
	table_text(table, setup->name);
	table_text(table, covariate->label);
	table_number(table, x->len);
	table_number(table, 100 * line.explained);
	table_number(table, 100 * line.predicted);
	table_number(table, 100 * setup->figures->summary.deviation / mean);
	table_number(table, 100 * line.residual / mean);
}

static void rows_add(const struct report *report, const struct metric *covariates,
		     const struct report_setup *setup, struct table *table)
{
	for (; covariates && covariates->name; covariates++)
		row_add(report, setup, covariates, table);
}

void covariates_add(const struct report *report, struct model *model)
{
	const struct workload *workload = report->workload;
	g_autofree char *heading =
		g_strdup_printf("How much of the spread of %s between boots goes along with what "
				"else was counted",
				workload->metrics->title);
	static const struct column columns[] = {
		{ "setup", "setup", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "covariate", "covariate", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "boots", "n (boots)", NULL, COLUMN_NUMBER, BETTER_NEITHER, 0 },
		{ "explained", "explained %", "%", COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "predicted", "predicted %", "%", COLUMN_NUMBER, BETTER_NEITHER, 1 },
		{ "spread", "spread %", "%", COLUMN_NUMBER, BETTER_LOWER, 2 },
		{ "left", "spread left %", "%", COLUMN_NUMBER, BETTER_LOWER, 2 },
	};
	struct table *table = model_table(model, "covariates", columns, G_N_ELEMENTS(columns));

	table->heading = g_steal_pointer(&heading);
	for (guint i = 0; i < report->setups->len; i++) {
		rows_add(report, workload->covariates, report->setups->pdata[i], table);
		rows_add(report, workload->metrics + 1, report->setups->pdata[i], table);
		rows_add(report, common, report->setups->pdata[i], table);
	}
}

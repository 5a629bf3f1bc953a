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

/* The boots' means of the covariate in the setup's valid runs; NAN where a run does not have it.
 * values: as many as the setup's first figure has samples. */
static size_t boots_read(const struct report_setup *setup, const struct metric *covariate,
			 struct sample *values)
{
	g_autofree struct sample *runs = g_new(struct sample, setup->records->len);
	size_t count = 0;

	for (guint i = 0; i < setup->records->len; i++) {
		const json_t *record = setup->records->pdata[i];

		if (!json_is_true(record_lookup(record, "determined.valid")))
			continue;
		runs[count++] = (struct sample){
			.boot = (uint64_t)record_figure(record, "determined.boot"),
			.value = metric_read(covariate, record_lookup(record, "determined.result")),
		};
	}
	return stats_boot_means(runs, count, values);
}

/* Of each boot that has both, the covariate and the first figure; returns their number. */
static size_t points_collect(const struct report_setup *setup, const struct metric *covariate,
			     double *x, double *y)
{
	const GArray *samples = setup->figures->samples;
	g_autofree struct sample *xs = g_new(struct sample, setup->records->len);
	g_autofree struct sample *ys = g_new(struct sample, samples->len);
	const size_t boots = boots_read(setup, covariate, xs);
	size_t count = 0;

	stats_boot_means((const struct sample *)(void *)samples->data, samples->len, ys);
	for (size_t i = 0; i < boots; i++) {
		if (isnan(xs[i].value))
			continue;
		x[count] = xs[i].value;
		y[count++] = ys[i].value;
	}
	return count;
}

static void row_add(const struct report_setup *setup, const struct metric *covariate,
		    struct table *table)
{
	g_autofree double *x = g_new(double, setup->records->len);
	g_autofree double *y = g_new(double, setup->records->len);
	const double mean = setup->figures->summary.mean;
	const size_t boots = points_collect(setup, covariate, x, y);
	struct regression line;

	stats_regress(x, y, boots, &line);
	if (isnan(line.slope))
		return;
	table_text(table, setup->name);
	table_text(table, covariate->label);
	table_number(table, (double)boots);
	table_number(table, 100 * line.explained);
	table_number(table, 100 * line.predicted);
	table_number(table, 100 * setup->figures->summary.deviation / mean);
	table_number(table, 100 * line.residual / mean);
}

static void rows_add(const struct metric *covariates, const struct report_setup *setup,
		     struct table *table)
{
	for (; covariates && covariates->name; covariates++)
		row_add(setup, covariates, table);
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
		rows_add(workload->covariates, report->setups->pdata[i], table);
		rows_add(workload->metrics + 1, report->setups->pdata[i], table);
		rows_add(common, report->setups->pdata[i], table);
	}
}

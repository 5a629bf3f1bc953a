// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables of the time of vCPUs and host CPUs in traced runs, and of the gain that is made of it. */
#include "report/traced.h"

#include "record/balance.h"
#include "record/record.h"
#include "report/latencies.h"

#include <math.h>

/* A setup's valid traced run. */
struct traced {
	const struct report_setup *setup;
	const json_t *result;
	bool has_balance;
	struct balance balance;
	double figure, untraced; /* the workload's first; of the run with the same seed */
};

/* Columns of parts, in the order of a reader's questions. */
static const struct part {
	size_t index; /* enum balance_vcpu or enum balance_cpu */
	const char *name, *head;
} vcpu_parts[] = {
	{ BALANCE_USER, "user", "user" },
	{ BALANCE_KERNEL, "kernel", "kernel" },
	{ BALANCE_HOST, "host", "host" },
	{ BALANCE_VCPU_PARTS, "reclaim", "(reclaim)" },
	{ BALANCE_RUNNABLE, "runnable", "runnable" },
	{ BALANCE_BLOCKED, "blocked", "blocked" },
	{ BALANCE_HALTED, "halted", "halted" },
	{ BALANCE_IDLE, "idle", "idle" },
	{ BALANCE_VCPU_REST, "rest", "rest" },
}, cpu_parts[] = {
	{ BALANCE_VCPUS, "vcpus", "vCPUs" },
	{ BALANCE_EMULATOR, "emulator", "emulator" },
	{ BALANCE_KWORKERS, "kworkers", "kworkers" },
	{ BALANCE_KSWAPD, "reclaim", "reclaim" },
	{ BALANCE_BALLAST, "ballast", "ballast" },
	{ BALANCE_OTHER, "other", "other" },
	{ BALANCE_CPU_IDLE, "idle", "idle" },
	{ BALANCE_CPU_REST, "rest", "rest" },
};

/* That of the run which the traced one repeats, if it is valid; else NAN. */
static double untraced_figure(const struct report_setup *setup)
{
	for (guint i = 0; i < setup->records->len; i++) {
		const json_t *record = setup->records->pdata[i];

		if (json_is_true(record_lookup(record, "determined.valid")) &&
		    json_integer_value(record_lookup(record, "determined.boot")) == 1 &&
		    json_integer_value(record_lookup(record, "determined.run")) == 1)
			return metric_read(setup->workload->metrics,
					   record_lookup(record, "determined.result"));
	}
	return NAN;
}

static GArray *traced_collect(const struct report *report)
{
	GArray *all = g_array_new(FALSE, TRUE, sizeof(struct traced));

	for (guint i = 0; i < report->setups->len; i++) {
		struct traced traced = { .setup = report->setups->pdata[i] };
		const struct workload *workload = traced.setup->workload;
		const json_t *record = traced.setup->traced;

		if (!json_is_true(record_lookup(record, "determined.valid")))
			continue;
		traced.result = record_lookup(record, "determined.result");
		traced.has_balance = balance_read(traced.result, workload, &traced.balance);
		traced.figure = metric_read(workload->metrics, traced.result);
		traced.untraced = untraced_figure(traced.setup);
		g_array_append_val(all, traced);
	}
	return all;
}

static double vcpu_value(const struct balance *balance, const struct part *part)
{
	return part->index == BALANCE_VCPU_PARTS ? balance->reclaim : balance->vcpu[part->index];
}

static double cpu_value(const struct balance *balance, const struct part *part)
{
	return balance->cpu[part->index];
}

/* A table of parts in one unit. */
struct shape {
	const char *name, *head, *heading, *unit;
	const struct part *parts;
	size_t count;
	double (*value)(const struct balance *balance, const struct part *part);
};

/* Rows of all that have a balance; of the others, less that of the baseline if there is one. */
static void parts_add(const struct shape *shape, const GArray *all, const struct traced *baseline,
		      struct model *model)
{
	const struct column first = { "setup", shape->head, NULL, COLUMN_TEXT, BETTER_NEITHER, 0 };
	g_autoptr(GArray) columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	struct table *table;

	g_array_append_val(columns, first);
	for (size_t i = 0; i < shape->count; i++) {
		const struct column column = { shape->parts[i].name, shape->parts[i].head,
					       shape->unit,	     COLUMN_NUMBER,
					       BETTER_NEITHER,	     1 };

		g_array_append_val(columns, column);
	}
	table = model_table(model, shape->name, (const struct column *)(void *)columns->data,
			    columns->len);
	table->heading = g_strdup(shape->heading);
	for (guint i = 0; i < all->len; i++) {
		const struct traced *traced = &g_array_index(all, struct traced, i);

		if (traced == baseline || !traced->has_balance)
			continue;
		table_text(table, traced->setup->name);
		for (size_t j = 0; j < shape->count; j++) {
			const struct part *part = &shape->parts[j];
			const double less = baseline ? shape->value(&baseline->balance, part) : 0;

			table_number(table, 100 * (shape->value(&traced->balance, part) - less));
		}
	}
}

static double ratio(double value, double to)
{
	return to > 0 ? value / to : NAN;
}

/* Work is the time in which the guest's programs run, times what they do in a second of it. */
static void gain_add(const GArray *all, const struct traced *baseline,
		     const struct workload *workload, struct model *model)
{
	const struct metric *metric = workload->metrics;
	g_autofree char *ratio_head = g_strdup_printf("%s ratio", metric->title);
	g_autofree char *speed_head = g_strdup_printf("%s per user s ratio", metric->title);
	const struct column columns[] = {
		{ "setup", "traced run", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "ratio", ratio_head, NULL, COLUMN_NUMBER, metric->better, 3 },
		{ "user_ratio", "user time ratio", NULL, COLUMN_NUMBER, BETTER_NEITHER, 3 },
		{ "speed_ratio", speed_head, NULL, COLUMN_NUMBER, BETTER_NEITHER, 3 },
		{ "cost", "cost of the trace %", "%", COLUMN_NUMBER, BETTER_LOWER, 2 },
	};
	struct table *table = model_table(model, "gain", columns, G_N_ELEMENTS(columns));

	for (guint i = 0; i < all->len; i++) {
		const struct traced *traced = &g_array_index(all, struct traced, i);
		const double work = baseline ? ratio(traced->figure, baseline->figure) : NAN;
		const double user = baseline && traced->has_balance
					    ? ratio(traced->balance.user_seconds,
						    baseline->balance.user_seconds)
					    : NAN;

		table_text(table, traced->setup->name);
		table_number(table, work);
		table_number(table, user);
		table_number(table, ratio(work, user));
		table_number(table, 100 * (1 - ratio(traced->figure, traced->untraced)));
	}
}

/* With its balance, or NULL. */
static const struct traced *baseline_of(const struct report *report, const GArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		const struct traced *traced = &g_array_index(all, struct traced, i);

		if (traced->has_balance && !g_strcmp0(traced->setup->name, report->baseline))
			return traced;
	}
	return NULL;
}

static void times_add(const struct report *report, const GArray *all, struct model *model)
{
	const struct traced *baseline = baseline_of(report, all);
	g_autofree char *against = g_strdup_printf("The same less that of %s, in points of the "
						   "window: where a gain comes from",
						   report->baseline);
	const struct shape vcpus = { "time",
				     "vCPUs %",
				     "Where the vCPUs' time goes, in % of the window of each "
				     "setup's traced run; reclaim is part of host",
				     "%",
				     vcpu_parts,
				     G_N_ELEMENTS(vcpu_parts),
				     vcpu_value };
	const struct shape cpus = {
		"cpu_time", "host CPUs %", "Where the host CPUs' time goes, in % of the window",
		"%",	    cpu_parts,	   G_N_ELEMENTS(cpu_parts),
		cpu_value
	};
	struct shape change = vcpus;

	change.name = "time_change";
	change.head = "vCPUs, points";
	change.heading = against;
	change.unit = "points";
	parts_add(&vcpus, all, NULL, model);
	if (baseline && all->len > 1)
		parts_add(&change, all, baseline, model);
	gain_add(all, baseline, report->workload, model);
	parts_add(&cpus, all, NULL, model);
}

void traced_add(const struct report *report, struct model *model)
{
	g_autoptr(GArray) all = traced_collect(report);
	bool has_balance = false;
	struct table *table;

	for (guint i = 0; i < all->len; i++)
		has_balance |= g_array_index(all, struct traced, i).has_balance;
	if (has_balance)
		times_add(report, all, model);
	if (!all->len)
		return;
	table = latencies_table(model);
	for (guint i = 0; i < all->len; i++) {
		const struct traced *traced = &g_array_index(all, struct traced, i);

		latencies_add(table, traced->setup, traced->result);
	}
}

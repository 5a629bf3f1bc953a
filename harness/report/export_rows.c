// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the rows of an export from a campaign's records. */
#include "report/export_rows.h"

#include "record/record.h"
#include "report/origin.h"

#include <math.h>

/* Of any workload; in a record's result. */
static const struct metric mechanism[] = {
	{ .name = "async_tried", .path = "counters.async_tried", .scale = 1 },
	{ .name = "async_not_present", .path = "counters.async_not_present", .scale = 1 },
	{ .name = "async_ready", .path = "counters.async_ready", .scale = 1 },
	{ .name = "async_completed", .path = "counters.async_completed", .scale = 1 },
	{ .name = "async_repeated", .path = "counters.async_repeated", .scale = 1 },
	{ .name = "async_notified", .path = "counters.async_notified", .scale = 1 },
	{ .name = "halts", .path = "counters.halts", .scale = 1 },
	{ .name = "major_faults", .path = "counters.major_faults", .scale = 1 },
	{ .name = "vcpu_major_faults", .path = "counters.vcpu_major_faults", .scale = 1 },
	{ .name = "swap_read", .path = "swap_read.mean_ns", .unit = "ms", .scale = 1e-6 },
	{ .name = NULL },
};

/* What is the same for all runs of a setup. */
struct about {
	const char *setup;
	const char *line;      /* on the experiment's axis, or NULL */
	double x;	       /* NAN: it is on none */
	const json_t *planned; /* the setup in experiment.json */
};

static bool is_whole(double value)
{
	return fabs(value) <= (double)WORKLOAD_LARGEST && !(value < rint(value)) &&
	       !(value > rint(value));
}

char *export_metric_name(const struct metric *metric, char joint)
{
	char *name = metric->unit ? g_strdup_printf("%s%c%s", metric->name, joint, metric->unit)
				  : g_strdup(metric->name);

	return g_strdelimit(name, " ", '_');
}

double export_figure(const struct metric *metric, const json_t *result)
{
	char digits[G_ASCII_DTOSTR_BUF_SIZE];
	const double value = metric_read(metric, result);

	/* Whole numbers may have 16 digits. */
	if (!isfinite(value) || is_whole(value))
		return value;
	return g_ascii_strtod(g_ascii_formatd(digits, sizeof(digits), "%.15g", value), NULL);
}

static json_t *text_json(const char *text)
{
	return text ? json_string(text) : json_null();
}

/* Counts as whole numbers. */
static json_t *figure_json(double value)
{
	if (!isfinite(value))
		return json_null();
	return is_whole(value) ? json_integer((json_int_t)value) : json_real(value);
}

static json_t *hash_json(const char *hash)
{
	g_autofree char *begin =
		hash ? g_utf8_substring(hash, 0, MIN(ORIGIN_HASH, g_utf8_strlen(hash, -1))) : NULL;

	return text_json(begin);
}

static json_t *reasons_json(const json_t *record)
{
	const json_t *reasons = record_lookup(record, "determined.invalid_reasons");

	return reasons ? json_deep_copy(reasons) : json_array();
}

static void kernel_add(json_t *row, const struct about *about, const char *whose,
		       const json_t *record)
{
	g_autofree char *name = g_strdup_printf("%s_kernel", whose);
	g_autofree char *name_hash = g_strdup_printf("%s_hash", name);
	g_autofree char *path = g_strdup_printf("determined.inputs.%s", name);

	json_object_set_new(row, name,
			    text_json(json_string_value(json_object_get(about->planned, whose))));
	json_object_set_new(row, name_hash, hash_json(record_string(record, path)));
}

static void figures_add(json_t *row, const struct metric *metrics, const json_t *result)
{
	for (; metrics->name; metrics++) {
		g_autofree char *name = export_metric_name(metrics, '_');

		json_object_set_new(row, name, figure_json(export_figure(metrics, result)));
	}
}

/* All columns are named here. record: NULL for a row in which all is unknown. */
static json_t *row_make(const struct about *about, const struct workload *workload,
			const json_t *record)
{
	static const char *const counts[] = { "boot", "run", "boot_seed", "seed" };
	const json_t *determined = json_object_get(record, "determined");
	const json_t *result = json_object_get(determined, "result");
	json_t *row = json_object();

	json_object_set_new(row, "setup", text_json(about->setup));
	json_object_set_new(row, "line", text_json(about->line));
	json_object_set_new(row, "x", figure_json(about->x));
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		json_object_set_new(row, counts[i],
				    figure_json(record_figure(determined, counts[i])));
	json_object_set_new(row, "valid",
			    json_boolean(json_is_true(json_object_get(determined, "valid"))));
	json_object_set_new(row, "invalid_reasons", reasons_json(record));
	kernel_add(row, about, "host", record);
	kernel_add(row, about, "guest", record);
	figures_add(row, workload->metrics, result);
	figures_add(row, mechanism, result);
	return row;
}

static struct about about_make(const struct campaign *campaign, const struct report *report,
			       const struct report_setup *setup)
{
	struct about about = {
		.setup = setup->name,
		.x = NAN,
		.planned = experiment_json_setup(campaign->experiment, setup->name),
	};

	for (guint i = 0; i < report->curves->len; i++) {
		const struct report_curve *curve = report->curves->pdata[i];

		for (guint j = 0; j < curve->points->len; j++) {
			const struct report_point *point =
				&g_array_index(curve->points, struct report_point, j);

			if (point->setup != setup)
				continue;
			about.line = curve->name;
			about.x = point->x;
		}
	}
	return about;
}

static GPtrArray *names_make(const struct report *report)
{
	static const struct about unknown = { .x = NAN };
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	json_t *row = row_make(&unknown, report->workload, NULL);
	const char *name;
	json_t *value;

	json_object_foreach (row, name, value) {
		g_ptr_array_add(names, g_strdup(name));
	}
	json_decref(row);
	return names;
}

struct export_rows *export_rows_make(const struct campaign *campaign, const struct report *report)
{
	struct export_rows *rows = g_new(struct export_rows, 1);

	rows->names = names_make(report);
	rows->rows = json_array();
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const struct about about = about_make(campaign, report, setup);

		for (guint j = 0; j < setup->records->len; j++)
			json_array_append_new(rows->rows, row_make(&about, report->workload,
								   setup->records->pdata[j]));
	}
	return rows;
}

void export_rows_free(struct export_rows *rows)
{
	g_ptr_array_unref(rows->names);
	json_decref(rows->rows);
	g_free(rows);
}

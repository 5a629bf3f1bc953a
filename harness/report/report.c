// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a report: the setups of the experiment, digested, against baseline and reference. */
#include "report/report.h"

#include "record/record.h"
#include "report/curve.h"
#include "report/digest.h"
#include "report/notes.h"
#include "report/origin.h"
#include "report/payloads.h"
#include "report/reference.h"
#include "stats/until.h"
#include "util/error.h"

#include <errno.h>
#include <math.h>

static char *text_get(const json_t *experiment, const char *key)
{
	return g_strdup(json_string_value(json_object_get(experiment, key)));
}

static uint64_t count_get(const json_t *experiment, const char *key)
{
	return (uint64_t)MAX(json_integer_value(json_object_get(experiment, key)), 0);
}

static const char *setup_name(const json_t *setup)
{
	return json_string_value(json_object_get(setup, "name"));
}

/* "60"; "10, 60" if setups differ; "-" if unknown. Free with g_free(). */
static char *seconds_text(const json_t *setups)
{
	g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < json_array_size(setups); i++) {
		const json_t *settings = json_object_get(json_array_get(setups, i), "settings");
		const json_t *value = json_object_get(settings, "seconds");
		g_autofree char *text =
			g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));

		if (json_is_integer(value) &&
		    !g_ptr_array_find_with_equal_func(seen, text, g_str_equal, NULL))
			g_ptr_array_add(seen, g_steal_pointer(&text));
	}
	if (!seen->len)
		g_ptr_array_add(seen, g_strdup("-"));
	g_ptr_array_add(seen, NULL);
	return g_strjoinv(", ", (char **)seen->pdata);
}

void report_setup_free(void *setup)
{
	digest_free(setup);
}

static struct report *report_new(const struct campaign *campaign)
{
	const json_t *experiment = campaign->experiment;
	struct report *report = g_new0(struct report, 1);

	report->name = text_get(experiment, "name");
	if (!report->name)
		report->name = g_path_get_basename(campaign->folder);
	report->title = text_get(experiment, "title");
	if (!report->title)
		report->title = g_strdup(report->name);
	report->baseline = text_get(experiment, "baseline");
	report->boots = count_get(experiment, "boots");
	report->runs = count_get(experiment, "runs");
	report->level =
		json_is_true(json_object_get(experiment, "grown")) ? UNTIL_LEVEL : STATS_LEVEL;
	report->traced = json_is_true(json_object_get(experiment, "traced"));
	report->workload = campaign->workload;
	report->seconds = seconds_text(json_object_get(experiment, "setups"));
	report->setups = g_ptr_array_new_with_free_func(report_setup_free);
	report->apart = g_ptr_array_new_with_free_func(report_setup_free);
	report->by_name = g_hash_table_new(g_str_hash, g_str_equal);
	report->curves = curves_new();
	report->notes = g_ptr_array_new_with_free_func(g_free);
	return report;
}

/* Makes a setup for each in experiment.json, without records. */
static int setups_make(const struct campaign *campaign, struct report *report)
{
	const json_t *rows = json_object_get(campaign->experiment, "setups");

	if (!json_array_size(rows))
		return error_set(EINVAL, "%s: experiment.json has no setups", campaign->folder);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);
		const char *name = setup_name(row);
		struct report_setup *setup;

		if (!name)
			return error_set(EINVAL, "%s: experiment.json: setup %zu has no name",
					 campaign->folder, i + 1);
		if (report_setup(report, name))
			return error_set(EINVAL, "%s: experiment.json has setup %s twice",
					 campaign->folder, name);
		setup = digest_new(name, report->workload, experiment_json_is_payload(row));
		g_ptr_array_add(report->setups, setup);
		g_hash_table_insert(report->by_name, setup->name, setup);
	}
	return 0;
}

static int setups_digest(const struct campaign *campaign, struct report *report)
{
	const json_t *first = NULL; /* valid record */

	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		const char *name = record_string(record, "determined.setup");
		struct report_setup *setup = name ? report_setup(report, name) : NULL;

		if (record_kind(record) == RUN_TRACED && setup)
			setup->traced = record;
		if (record_kind(record) != RUN_MEASURED)
			continue;
		if (!first && json_is_true(record_lookup(record, "determined.valid")))
			first = record;
		if (setup)
			g_ptr_array_add(setup->records, (gpointer)record);
	}
	for (guint i = 0; i < report->setups->len; i++) {
		struct report_setup *setup = report->setups->pdata[i];
		int err = digest_setup(setup, first, report->runs);

		if (err)
			return error_prefix(err, "%s", campaign->folder);
	}
	return 0;
}

/* A missing reference must not hide the records, so it becomes a note. */
static void reference_join(const struct campaign *campaign, struct report *report)
{
	g_autofree char *name = text_get(campaign->experiment, "reference");
	struct reference *reference;

	if (!name)
		return;
	if (reference_load(name, &reference)) {
		notes_add(report, "%s; published figures are not shown", error_text());
		return;
	}
	if (!workload_is_same(reference->workload, report->workload)) {
		notes_add(report,
			  "reference %s has no figures of %s; published figures are not shown",
			  name, report->workload->name);
		reference_free(reference);
		return;
	}
	report->reference = g_strdup(reference->label);
	report->reference_how = g_strdup(reference->how);
	report->reference_has_errors = reference->has_errors;
	for (guint i = 0; i < report->setups->len; i++) {
		struct report_setup *setup = report->setups->pdata[i];
		const struct reference_setup *figures =
			g_hash_table_lookup(reference->by_name, setup->name);

		if (!figures && setup->stem)
			figures = g_hash_table_lookup(reference->by_name, setup->stem);
		if (!figures)
			continue;
		setup->published = figures->figure;
		setup->published_remark = g_strdup(figures->remark);
	}
	reference_free(reference);
}

static void ratio_make(const struct summary *a, const struct summary *b, double level,
		       struct interval *ratio)
{
	stats_ratio(a, b, level, ratio);
	/* The baseline's ratio to itself is 1; there are no two independent means. */
	if (a == b)
		ratio->low = ratio->high = ratio->freedom = NAN;
}

void report_ratios_make(struct report *report)
{
	for (guint i = 0; i < report->setups->len; i++) {
		struct report_setup *setup = report->setups->pdata[i];
		const struct report_setup *baseline = setup->baseline;

		if (!baseline)
			continue;
		for (size_t j = 0; j < metrics_count(report->workload); j++)
			ratio_make(&setup->figures[j].summary, &baseline->figures[j].summary,
				   report->level, &setup->figures[j].ratio);
		ratio_make(&setup->published, &baseline->published, STATS_LEVEL,
			   &setup->published_ratio);
	}
}

int report_make(const struct campaign *campaign, struct report **report)
{
	struct report *made = report_new(campaign);
	int err = setups_make(campaign, made);

	if (!err)
		err = setups_digest(campaign, made);
	if (!err)
		err = curves_make(campaign, made);
	if (!err)
		err = report_setups_compare(campaign->folder, made);
	if (err) {
		report_free(made);
		return err;
	}
	reference_join(campaign, made);
	report_ratios_make(made);
	payloads_make(made);
	origin_make(campaign, made);
	notes_make(campaign, made);
	*report = made;
	return 0;
}

void report_free(struct report *report)
{
	if (!report)
		return;
	g_free(report->name);
	g_free(report->title);
	g_free(report->baseline);
	g_free(report->reference);
	g_free(report->reference_how);
	g_free(report->seconds);
	g_free(report->axis);
	g_ptr_array_unref(report->curves);
	g_hash_table_unref(report->by_name);
	g_ptr_array_unref(report->setups);
	g_ptr_array_unref(report->apart);
	/* NULL if report_make() failed early. */
	g_clear_pointer(&report->payloads, g_ptr_array_unref);
	g_clear_pointer(&report->origin, g_ptr_array_unref);
	g_clear_pointer(&report->differences, g_ptr_array_unref);
	g_ptr_array_unref(report->notes);
	g_free(report);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes about baselines, excluded runs, and figures that were not measured. */
#include "report/notes.h"

#include "record/record.h"
#include "record/run_name.h"
#include "report/digest.h"
#include "report/warnings.h"

#include <inttypes.h>
#include <string.h>

#define LOGS_SHOWN 10

void notes_add(struct report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(report->notes, g_strdup_vprintf(format, args));
	va_end(args);
}

static void note_one_baseline(struct report *report, const struct report_setup *baseline)
{
	const char *where = report->by_place ? " at its place" : "";

	if (baseline->is_payload)
		notes_add(report, "baseline %s is a payload: no ratios%s", baseline->name, where);
	else if (!baseline->valid)
		notes_add(report, "baseline %s has no valid run: no ratios%s", baseline->name,
			  where);
	else if (!(baseline->figures->summary.mean > 0))
		notes_add(report, "the mean %s of baseline %s is 0: no ratios%s",
			  report->workload->metrics->title, baseline->name, where);
}

static void note_baseline(struct report *report)
{
	if (!report_has_figures(report))
		return;
	if (!report->baseline)
		notes_add(report, "the experiment names no baseline: no ratios");
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (setup->baseline == setup)
			note_one_baseline(report, setup);
		else if (report->by_place && !setup->baseline)
			notes_add(report, "%s: there is no %s at its place: no ratio", setup->name,
				  report->baseline);
	}
}

static void note_runs(struct report *report)
{
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (setup->missing)
			notes_add(report, "%s: %zu of %" PRIu64 " run%s missing", setup->name,
				  setup->missing, report->runs, report->runs == 1 ? "" : "s");
	}
}

/* Each note of the setup's records once, with the number of runs that have it. */
static void note_records(struct report *report, const struct report_setup *setup)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) order = g_ptr_array_new();

	for (guint i = 0; i < setup->records->len; i++) {
		const json_t *notes = record_lookup(setup->records->pdata[i], "determined.notes");

		for (size_t j = 0; j < json_array_size(notes); j++) {
			char *text = (char *)json_string_value(json_array_get(notes, j));
			guint count;

			if (!text)
				continue;
			count = GPOINTER_TO_UINT(g_hash_table_lookup(counts, text));
			if (!count)
				g_ptr_array_add(order, text);
			g_hash_table_insert(counts, text, GUINT_TO_POINTER(count + 1));
		}
	}
	for (guint i = 0; i < order->len; i++) {
		gpointer count = g_hash_table_lookup(counts, order->pdata[i]);
		size_t all = setup->valid + setup->invalid;

		notes_add(report, "%s: %s (%u of %zu run%s)", setup->name,
			  (const char *)order->pdata[i], GPOINTER_TO_UINT(count), all,
			  all == 1 ? "" : "s");
	}
}

/* The first lines of a record's reasons: "a; b". Free with g_free(). */
static char *reasons_text(const json_t *record)
{
	const json_t *reasons = record_lookup(record, "determined.invalid_reasons");
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < json_array_size(reasons); i++) {
		const char *reason = json_string_value(json_array_get(reasons, i));
		const char *shown = reason ? reason : "-";

		g_string_append_printf(text, "%s%.*s", text->len ? "; " : "",
				       (int)strcspn(shown, "\n"), shown);
	}
	if (!text->len)
		g_string_append(text, "no reason recorded");
	return g_string_free(text, FALSE);
}

/* Runs of a setup that are invalid for the same reasons. */
struct invalid {
	const char *setup;
	char *reasons;
	char *run;	 /* name of the first */
	GPtrArray *logs; /* names of folders in logs/, each once */
	GHashTable *known;
	guint count;
};

static void invalid_free(gpointer data)
{
	struct invalid *invalid = data;

	g_free(invalid->reasons);
	g_free(invalid->run);
	g_hash_table_unref(invalid->known);
	g_ptr_array_unref(invalid->logs);
	g_free(invalid);
}

static struct invalid *invalid_new(const json_t *record, char *reasons)
{
	struct invalid *made = g_new0(struct invalid, 1);

	made->setup = record_string(record, "determined.setup");
	made->reasons = reasons;
	made->run = digest_run_name(record);
	made->logs = g_ptr_array_new_with_free_func(g_free);
	made->known = g_hash_table_new(g_str_hash, g_str_equal);
	return made;
}

/* Adds the place of its console; a run whose preparation failed has none of its own. */
static void invalid_add(struct invalid *invalid, const json_t *record)
{
	double boot = 0, run = 0;
	char *name;

	record_number(record, "determined.boot", &boot);
	record_number(record, "determined.run", &run);
	name = g_str_has_prefix(invalid->reasons, "preparation: ")
		       ? run_name_preparation(invalid->setup, (uint64_t)boot)
		       : run_name(invalid->setup, (uint64_t)boot, (uint64_t)run,
				  record_kind(record));
	invalid->count++;
	if (g_hash_table_add(invalid->known, name))
		g_ptr_array_add(invalid->logs, name);
	else
		g_free(name);
}

static void invalid_note(struct report *report, const struct invalid *invalid)
{
	g_autofree char *runs = g_strdup_printf("%s: %u runs", invalid->setup, invalid->count);
	guint shown = MIN(invalid->logs->len, LOGS_SHOWN);
	g_autoptr(GString) logs = g_string_new(NULL);

	for (guint i = 0; i < shown; i++)
		g_string_append_printf(logs, "%s%s", i ? "," : "", (char *)invalid->logs->pdata[i]);
	if (shown > 1) {
		g_string_prepend_c(logs, '{');
		g_string_append_c(logs, '}');
	}
	g_string_append(logs, "/console.log");
	if (shown < invalid->logs->len)
		g_string_append_printf(logs, " and %u more", invalid->logs->len - shown);
	notes_add(report, "invalid, excluded from all means: %s: %s; see logs/%s",
		  invalid->count > 1 ? runs : invalid->run, invalid->reasons, logs->str);
}

/* groups: struct invalid *, in the order of their first records. by_reasons: the same by text. */
static void invalid_sort(const json_t *record, GPtrArray *groups, GHashTable *by_reasons)
{
	char *reasons = reasons_text(record);
	struct invalid *group = g_hash_table_lookup(by_reasons, reasons);

	if (group) {
		g_free(reasons);
	} else {
		group = invalid_new(record, reasons);
		g_ptr_array_add(groups, group);
		g_hash_table_insert(by_reasons, reasons, group);
	}
	invalid_add(group, record);
}

static void note_invalid(struct report *report, const GPtrArray *records)
{
	g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(invalid_free);
	g_autoptr(GHashTable) by_reasons = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < records->len; i++)
		if (!json_is_true(record_lookup(records->pdata[i], "determined.valid")))
			invalid_sort(records->pdata[i], groups, by_reasons);
	for (guint i = 0; i < groups->len; i++)
		invalid_note(report, groups->pdata[i]);
}

/* What there is to say of the runs beside those that are counted. */
static void note_traced(struct report *report, const struct report_setup *setup)
{
	const json_t *notes = record_lookup(setup->traced, "determined.notes"), *note;
	g_autoptr(GPtrArray) records = g_ptr_array_new();
	size_t i;

	json_array_foreach (notes, i, note)
		if (json_is_string(note))
			notes_add(report, "%s, traced run: %s", setup->name,
				  json_string_value(note));
	g_ptr_array_add(records, (gpointer)setup->traced);
	note_invalid(report, records);
}

static void notes_traced(struct report *report)
{
	g_autoptr(GString) missing = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (setup->traced)
			note_traced(report, setup);
		else if (report->traced && !setup->is_payload)
			g_string_append_printf(missing, "%s%s", missing->len ? ", " : "",
					       setup->name);
	}
	if (missing->len)
		notes_add(report,
			  "no traced run, so no account of the time, of %s; no mean lacks it",
			  missing->str);
}

/* True if the setup's valid records name more than one image of the host. */
static bool images_differ(const struct report_setup *setup)
{
	const char *first = NULL;

	for (guint i = 0; i < setup->records->len; i++) {
		const json_t *record = setup->records->pdata[i];
		const char *image = record_string(record, "determined.inputs.host_image");

		if (!image || !json_is_true(record_lookup(record, "determined.valid")))
			continue;
		if (first && strcmp(first, image) != 0)
			return true;
		first = image;
	}
	return false;
}

/* Another runner or library in it may move a figure by as much as another boot. */
static void note_images(struct report *report)
{
	guint count = 0;

	for (guint i = 0; i < report->setups->len; i++)
		count += images_differ(report->setups->pdata[i]);
	if (count)
		notes_add(report,
			  "runs of %u of %u setups were made with more than one version of the "
			  "host's programs (host_image)",
			  count, report->setups->len);
}

static void note_strangers(const struct campaign *campaign, struct report *report)
{
	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		const char *name = record_string(record, "determined.setup");

		if (!name || !report_setup(report, name))
			notes_add(report,
				  "ignored: a record of setup %s, which is not in the experiment",
				  name ? name : "(no name)");
	}
}

void notes_make(const struct campaign *campaign, struct report *report)
{
	warnings_make(campaign, report);
	note_baseline(report);
	note_runs(report);
	for (guint i = 0; i < report->setups->len; i++)
		note_records(report, report->setups->pdata[i]);
	for (guint i = 0; i < report->setups->len; i++)
		note_invalid(report, ((struct report_setup *)report->setups->pdata[i])->records);
	notes_traced(report);
	note_strangers(campaign, report);
	note_images(report);
}

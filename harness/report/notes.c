// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes about missing spread, runs that do not count, and figures that nobody took. */
#include "report/notes.h"

#include "record/record.h"
#include "report/digest.h"

#include <inttypes.h>
#include <math.h>

void notes_add(struct report *report, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_ptr_array_add(report->notes, g_strdup_vprintf(format, args));
	va_end(args);
}

static void note_spread(struct report *report)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (setup->work.boots == 1)
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", setup->name);
	}
	if (names->len)
		notes_add(report,
			  "one boot says nothing about spread: no standard error and no interval "
			  "(%s)",
			  names->str);
}

static void note_baseline(struct report *report)
{
	const struct report_setup *baseline;

	if (!report->baseline) {
		notes_add(report, "the experiment names no baseline: no ratios");
		return;
	}
	baseline = report_setup(report, report->baseline);
	if (!baseline->valid)
		notes_add(report, "baseline %s has no valid run: no ratios", report->baseline);
	else if (!(baseline->work.mean > 0))
		notes_add(report, "baseline %s did no work: no ratios", report->baseline);
}

static void note_runs(struct report *report)
{
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (setup->missing)
			notes_add(report, "%s: %zu of %" PRIu64 " runs missing", setup->name,
				  setup->missing, report->runs);
		if (setup->payloads)
			notes_add(report, "%s: %zu runs of something else than bm, in no mean",
				  setup->name, setup->payloads);
	}
}

/* Each of the setup's records' own notes once, with the number of runs that it is true of. */
static void note_records(const struct campaign *campaign, struct report *report,
			 const struct report_setup *setup)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) order = g_ptr_array_new();

	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		const json_t *notes = record_lookup(record, "determined.notes");

		if (g_strcmp0(record_string(record, "determined.setup"), setup->name))
			continue;
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

		notes_add(report, "%s: %s (%u of %zu runs)", setup->name,
			  (const char *)order->pdata[i], GPOINTER_TO_UINT(count),
			  setup->valid + setup->invalid + setup->payloads);
	}
}

/* Reasons of a record as "a; b". Free with g_free(). */
static char *reasons_text(const json_t *record)
{
	const json_t *reasons = record_lookup(record, "determined.invalid_reasons");
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < json_array_size(reasons); i++) {
		const char *reason = json_string_value(json_array_get(reasons, i));

		g_string_append_printf(text, "%s%s", text->len ? "; " : "", reason ? reason : "-");
	}
	return g_string_free(text, FALSE);
}

static void note_invalid(const struct campaign *campaign, struct report *report)
{
	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		g_autofree char *run = digest_run_name(record);
		g_autofree char *reasons = reasons_text(record);

		if (!json_is_true(record_lookup(record, "determined.valid")))
			notes_add(report, "invalid, in no mean: %s: %s", run,
				  *reasons ? reasons : "no reason recorded");
	}
}

static void note_strangers(const struct campaign *campaign, struct report *report)
{
	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		const char *name = record_string(record, "determined.setup");

		if (!name || !report_setup(report, name))
			notes_add(report,
				  "left out: a record of setup %s, which the experiment "
				  "does not have",
				  name ? name : "(no name)");
	}
}

void notes_make(const struct campaign *campaign, struct report *report)
{
	note_spread(report);
	note_baseline(report);
	note_runs(report);
	for (guint i = 0; i < report->setups->len; i++)
		note_records(campaign, report, report->setups->pdata[i]);
	note_invalid(campaign, report);
	note_strangers(campaign, report);
}

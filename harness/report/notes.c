// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes about missing spread, runs that do not count, and figures that nobody took. */
#include "report/notes.h"

#include "record/record.h"
#include "record/run_name.h"
#include "report/digest.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

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

	if (!report_has_work(report))
		return;
	if (!report->baseline) {
		notes_add(report, "the experiment names no baseline: no ratios");
		return;
	}
	baseline = report_setup(report, report->baseline);
	if (baseline->is_payload)
		notes_add(report, "baseline %s is a payload: no ratios", report->baseline);
	else if (!baseline->valid)
		notes_add(report, "baseline %s has no valid run: no ratios", report->baseline);
	else if (!(baseline->work.mean > 0))
		notes_add(report, "baseline %s did no work: no ratios", report->baseline);
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
		size_t all = setup->valid + setup->invalid;

		notes_add(report, "%s: %s (%u of %zu run%s)", setup->name,
			  (const char *)order->pdata[i], GPOINTER_TO_UINT(count), all,
			  all == 1 ? "" : "s");
	}
}

/* Reasons of a record as "a; b", of each its first line. Free with g_free(). */
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

/* Runs of a setup that are no result for the same reasons. */
struct invalid {
	char *setup, *reasons;
	char *run;	 /* of the first */
	GPtrArray *logs; /* names of folders in logs/, each once */
	guint count;
};

static void invalid_free(gpointer data)
{
	struct invalid *invalid = data;

	g_free(invalid->setup);
	g_free(invalid->reasons);
	g_free(invalid->run);
	g_ptr_array_unref(invalid->logs);
	g_free(invalid);
}

static struct invalid *invalid_find(GPtrArray *groups, const json_t *record)
{
	const char *setup = record_string(record, "determined.setup");
	g_autofree char *reasons = reasons_text(record);
	struct invalid *made;

	for (guint i = 0; i < groups->len; i++) {
		struct invalid *known = groups->pdata[i];

		if (!g_strcmp0(known->setup, setup) && !strcmp(known->reasons, reasons))
			return known;
	}
	made = g_new0(struct invalid, 1);
	made->setup = g_strdup(setup);
	made->reasons = g_steal_pointer(&reasons);
	made->run = digest_run_name(record);
	made->logs = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(groups, made);
	return made;
}

/* Where its console is; a run whose preparation failed has none of its own. */
static void invalid_add(struct invalid *invalid, const json_t *record)
{
	double boot = 0, run = 0;
	char *name;

	record_number(record, "determined.boot", &boot);
	record_number(record, "determined.run", &run);
	name = g_str_has_prefix(invalid->reasons, "preparation: ")
		       ? run_name_preparation(invalid->setup, (uint64_t)boot)
		       : run_name(invalid->setup, (uint64_t)boot, (uint64_t)run);
	invalid->count++;
	if (g_ptr_array_find_with_equal_func(invalid->logs, name, g_str_equal, NULL))
		g_free(name);
	else
		g_ptr_array_add(invalid->logs, name);
}

static void invalid_note(struct report *report, struct invalid *invalid)
{
	g_autofree char *runs = g_strdup_printf("%s: %u runs", invalid->setup, invalid->count);
	g_autofree char *logs = NULL;

	g_autofree char *joined = NULL;

	g_ptr_array_add(invalid->logs, NULL);
	joined = g_strjoinv(",", (char **)invalid->logs->pdata);
	logs = invalid->logs->len > 2 ? g_strdup_printf("{%s}", joined) : g_strdup(joined);
	notes_add(report, "invalid, in no mean: %s: %s; see logs/%s/console.log",
		  invalid->count > 1 ? runs : invalid->run, invalid->reasons, logs);
}

static void note_invalid(const struct campaign *campaign, struct report *report)
{
	g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(invalid_free);

	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];

		if (!json_is_true(record_lookup(record, "determined.valid")))
			invalid_add(invalid_find(groups, record), record);
	}
	for (guint i = 0; i < groups->len; i++)
		invalid_note(report, groups->pdata[i]);
}

/* One note for all setups of which the same is to be said. */
static void note_mixtures(struct report *report)
{
	g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		g_autoptr(GString) names = g_string_new(NULL);

		if (!setup->mixed || !g_hash_table_add(told, setup->mixed))
			continue;
		for (guint j = i; j < report->setups->len; j++) {
			const struct report_setup *other = report->setups->pdata[j];

			if (!g_strcmp0(other->mixed, setup->mixed))
				g_string_append_printf(names, "%s%s", names->len ? ", " : "",
						       other->name);
		}
		notes_add(report, "not all records were made with the same %s: %s", setup->mixed,
			  names->str);
	}
}

/* Do the valid records of the setup name more than one host's image? */
static bool images_differ(const struct campaign *campaign, const char *setup)
{
	const char *first = NULL;

	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i];
		const char *image = record_string(record, "determined.inputs.host_image");

		if (!image || g_strcmp0(record_string(record, "determined.setup"), setup) ||
		    !json_is_true(record_lookup(record, "determined.valid")))
			continue;
		if (first && strcmp(first, image) != 0)
			return true;
		first = image;
	}
	return false;
}

/* It holds apfbench itself: one of another version may move a figure by as much as another boot. */
static void note_images(const struct campaign *campaign, struct report *report)
{
	guint count = 0;

	for (guint i = 0; i < report->setups->len; i++)
		count += images_differ(campaign,
				       ((struct report_setup *)report->setups->pdata[i])->name);
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
	note_mixtures(report);
	note_images(campaign, report);
}

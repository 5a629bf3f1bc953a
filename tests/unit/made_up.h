// SPDX-License-Identifier: GPL-2.0-or-later
/* Campaigns of made-up records, and what their reports say. */
#ifndef TESTS_UNIT_MADE_UP_H
#define TESTS_UNIT_MADE_UP_H

#include "plot/plot.h"
#include "report/format.h"
#include "report/layout.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

static inline struct campaign *campaign_new(const char *setups, int boots, int runs,
					    const char *baseline, const char *reference)
{
	struct campaign *campaign = g_new0(struct campaign, 1);
	g_auto(GStrv) names = g_strsplit(setups, " ", -1);
	json_t *list = json_array();

	for (char **name = names; *name; name++)
		json_array_append_new(list, json_pack("{s:s, s:{s:i}}", "name", *name, "settings",
						      "seconds", 20));
	campaign->folder = g_strdup("made-up");
	campaign->workload = workload_find(NULL);
	campaign->records = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
	campaign->experiment =
		json_pack("{s:s, s:s, s:s?, s:s?, s:i, s:i, s:o}", "name", "quick", "title",
			  "Asynchronous page faults, a quick look", "baseline", baseline,
			  "reference", reference, "boots", boots, "runs", runs, "setups", list);
	return campaign;
}

static inline void campaign_drop(struct campaign *campaign)
{
	g_ptr_array_unref(campaign->records);
	json_decref(campaign->experiment);
	g_free(campaign->folder);
	g_free(campaign);
}

/* One with two faulting threads that share `accesses`, and counters as if async were `faults`. */
static inline json_t *record_add(struct campaign *campaign, const char *setup, int boot, int run,
				 json_int_t work, int accesses, int faults)
{
	json_t *record = json_pack(
		"{s:i, s:{s:s, s:i, s:i, s:{s:I, s:{s:[{s:i, s:i}, {s:i, s:i}]}, "
		"s:{s:i, s:i, s:i}, s:{s:i}}, s:b, s:[]}}",
		"schema_version", 1, "determined", "setup", setup, "boot", boot, "run", run,
		"result", "work", work, "bm", "faulting", "accesses", accesses / 2,
		"longest_stall_ns", 90000000 + boot * 1000000, "accesses", accesses - accesses / 2,
		"longest_stall_ns", 80000000, "counters", "async_not_present", faults,
		"async_notified", faults / 2, "major_faults", 5000 + boot, "swap_read", "mean_ns",
		9876543, "valid", 1, "invalid_reasons");

	assert_non_null(record);
	g_ptr_array_add(campaign->records, record);
	return record;
}

static inline json_t *record_invalidate(json_t *record, const char *reason)
{
	json_t *determined = json_object_get(record, "determined");

	json_object_set_new(determined, "valid", json_false());
	json_object_set_new(determined, "invalid_reasons", json_pack("[s]", reason));
	return record;
}

/* Free with free(). */
static inline char *report_text(const struct report *report)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	format_print(format_table[0], report, &look_plain, file);
	fclose(file);
	return text;
}

/* Of the report's first picture. Free with g_free(). */
static inline char *plot_text(const struct report *report)
{
	struct model *model = layout_make(report);
	char *text = picture_data(picture_first(report), report, model, report->title);

	model_free(model);
	return text;
}

/* Draws them in the folder. Returns as plot_files(). */
static inline int plot_in(const struct report *report, const char *folder_of)
{
	GPtrArray *files = NULL;
	int err = plot_files(report, folder_of, &files);

	if (files)
		g_ptr_array_unref(files);
	return err;
}

/* Free with free(). */
static inline char *export_text(const struct campaign *campaign, const struct report *report,
				const char *name)
{
	const struct format *format = NULL;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	if (format_find(export_table, name, &format))
		fail_msg("%s", error_text());
	format->export(campaign, report, file);
	fclose(file);
	return text;
}

static inline struct report *report_of(struct campaign *campaign)
{
	struct report *report = NULL;

	if (report_make(campaign, &report))
		fail_msg("%s", error_text());
	return report;
}

static inline void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%s", part, text);
}

static inline void assert_note(const struct report *report, const char *part)
{
	for (guint i = 0; i < report->notes->len; i++)
		if (strstr(report->notes->pdata[i], part))
			return;
	fail_msg("no note says \"%s\"", part);
}

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts a campaign's tables and texts into sections, the answer first. */
#include "publish/page_make.h"

#include "plot/plot.h"
#include "publish/limits.h"
#include "publish/patches.h"
#include "publish/repeat.h"
#include "publish/run_table.h"
#include "publish/setting_values.h"
#include "publish/svg.h"
#include "record/record.h"
#include "report/digest.h"
#include "report/gate.h"
#include "util/error.h"
#include "util/process.h"
#include "util/units.h"

#include <string.h>

#define CLAIMS	"Claims"
#define PICTURE "Picture"
#define RESULTS "Results"
#define TIME	"Where the time goes"

/* Where a table of the model stands, if not among the results. */
static const struct place {
	const char *table, *section;
} places[] = {
	{ "claims", CLAIMS }, { "time", TIME },	    { "time_change", TIME },
	{ "gain", TIME },     { "cpu_time", TIME }, { "latency", TIME },
};

static const char *section_of(const struct table *table)
{
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
		if (!strcmp(places[i].table, table->name))
			return places[i].section;
	return RESULTS;
}

static void tables_add(struct page *page, const struct model *model, const char *section)
{
	bool begun = false;

	for (guint i = 0; i < model->tables->len; i++) {
		const struct table *table = model->tables->pdata[i];

		if (strcmp(section_of(table), section))
			continue;
		if (!begun)
			page_section(page, section);
		begun = true;
		page_table(page, table);
	}
}

static void items_add(struct page *page, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++)
		page_item(page, texts->pdata[i]);
}

static void verdicts_add(struct page *page, const struct report *report)
{
	const struct gate_options options = { .margin = GATE_MARGIN };
	struct gate *gate = NULL;
	struct table *table;

	page_section(page, "Verdicts");
	if (!report_has_figures(report)) {
		page_text(page, "None: its runs are of payloads, and have no figures to judge.");
	} else if (!report->baseline) {
		page_text(page, "None: the experiment names no baseline.");
	} else if (gate_make(report, &options, &gate)) {
		page_text(page, "None: %s.", error_text());
	} else {
		table = gate_table(gate);
		table->heading = gate_heading(gate);
		page_table_keep(page, table);
		gate_free(gate);
	}
	if (report->notes->len)
		page_text(page, "%u note%s below say%s what to bear in mind.", report->notes->len,
			  units_plural(report->notes->len), report->notes->len == 1 ? "s" : "");
}

/* Those of a section, below its tables. */
static const struct {
	const struct picture *picture;
	const char *section;
} pictures[] = {
	{ &picture_claims, CLAIMS }, { &picture_ratios, PICTURE }, { &picture_curve, PICTURE },
	{ &picture_balance, TIME },  { &picture_seconds, TIME },   { &picture_latency, TIME },
};

static void picture_add(struct page *page, const struct report *report, const struct model *model,
			const struct picture *picture)
{
	g_autofree char *text = picture->caption(report), *drawn = NULL;
	char *svg = NULL;

	if (plot_svg(picture, report, model, &drawn) || svg_clean(drawn, picture->name, &svg))
		page_text(page, "No picture: %s.", error_text());
	else
		page_picture(page, text, svg);
}

static void pictures_add(struct page *page, const struct report *report, const struct model *model,
			 const char *section)
{
	for (size_t i = 0; i < G_N_ELEMENTS(pictures); i++)
		if (!strcmp(pictures[i].section, section) &&
		    pictures[i].picture->is_there(report, model))
			picture_add(page, report, model, pictures[i].picture);
}

static void picture_section_add(struct page *page, const struct report *report,
				const struct model *model, bool wanted)
{
	if (!report_has_figures(report))
		return;
	page_section(page, PICTURE);
	if (!wanted)
		page_text(page, "apfbench plot draws it.");
	else if (!report_has_ratios(report))
		page_text(page, "None: there is no ratio without valid runs of the baseline.");
	else
		pictures_add(page, report, model, PICTURE);
}

static void notes_section_add(struct page *page, const struct model *model)
{
	if (!model->notes->len)
		return;
	page_section(page, "Notes");
	items_add(page, model->notes);
}

static void repeat_add(struct page *page, const struct campaign *campaign,
		       const struct report *report)
{
	g_autofree char *command = repeat_command(campaign, report);
	g_autoptr(GPtrArray) lines = repeat_lines(campaign, report);

	page_section(page, "How to repeat it");
	page_command(page, command);
	items_add(page, lines);
}

/* The first record that has one, with placeholders for paths. */
static void qemu_add(struct page *page, const struct campaign *campaign)
{
	for (guint i = 0; i < campaign->records->len; i++) {
		const json_t *record = campaign->records->pdata[i], *word;
		const json_t *argv = record_lookup(record, "determined.inputs.qemu_command");
		g_autoptr(GPtrArray) words = g_ptr_array_new();
		g_autofree char *line = NULL, *run = NULL, *summary = NULL;
		size_t j;

		json_array_foreach (argv, j, word) {
			const char *said = json_string_value(word);

			g_ptr_array_add(words, (char *)(said ? said : "-"));
		}
		if (!words->len)
			continue;
		g_ptr_array_add(words, NULL);
		line = process_quote((const char *const *)words->pdata);
		run = digest_run_name(record);
		summary = g_strdup_printf("QEMU's command line (%s, without paths)", run);
		page_fold(page, summary);
		page_command(page, line);
		page_fold_end(page);
		return;
	}
}

static void folded_add(struct page *page, struct table *table, const char *what)
{
	g_autofree char *summary = NULL;

	if (!table)
		return;
	summary = g_strdup_printf("%s (%zu)", what, table_rows(table));
	page_fold(page, summary);
	page_table_keep(page, table);
	page_fold_end(page);
}

static void measured_add(struct page *page, const struct campaign *campaign,
			 const struct report *report)
{
	g_autoptr(GPtrArray) commands =
		setting_values_commands(campaign->experiment, report->workload);

	page_section(page, "What was measured");
	for (guint i = 0; i < commands->len; i++)
		page_command(page, commands->pdata[i]);
	items_add(page, report->origin);
	folded_add(page, patches_table(campaign), "Patches");
	folded_add(page, setting_values_table(campaign->experiment), "Settings");
	qemu_add(page, campaign);
}

static void limits_add(struct page *page, const struct campaign *campaign)
{
	g_autoptr(GPtrArray) limits = limits_make(campaign->experiment);

	page_section(page, "Limits");
	items_add(page, limits);
}

static bool is_in(const GPtrArray *texts, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)texts, text, g_str_equal, NULL);
}

/* The model's lines but those on kernels, which stand elsewhere. */
static void method_add(struct page *page, const struct model *model, const struct report *report)
{
	page_section(page, "Method");
	for (guint i = 0; i < model->lines->len; i++)
		if (!is_in(report->origin, model->lines->pdata[i]))
			page_item(page, model->lines->pdata[i]);
}

static void runs_add(struct page *page, const struct report *report)
{
	struct table *table = run_table(report);

	page_section(page, "Runs");
	if (!table)
		page_text(page, "There are none.");
	folded_add(page, table, "Each run");
}

static void section_add(struct page *page, const struct report *report, const struct model *model,
			const char *section, bool has_pictures)
{
	tables_add(page, model, section);
	if (has_pictures)
		pictures_add(page, report, model, section);
}

struct page *page_make(const struct campaign *campaign, const struct report *report,
		       struct model *model, bool has_pictures)
{
	struct page *page = page_new(report->title);

	page_keep(page, model);
	verdicts_add(page, report);
	section_add(page, report, model, CLAIMS, has_pictures);
	tables_add(page, model, RESULTS);
	picture_section_add(page, report, model, has_pictures);
	section_add(page, report, model, TIME, has_pictures);
	notes_section_add(page, model);
	repeat_add(page, campaign, report);
	measured_add(page, campaign, report);
	limits_add(page, campaign);
	method_add(page, model, report);
	runs_add(page, report);
	return page;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds setups in a report, pairs them with their baselines, and asks what they offer. */
#include "report/report.h"

#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

struct report_setup *report_setup(const struct report *report, const char *name)
{
	return g_hash_table_lookup(report->by_name, name);
}

bool report_setup_is(const struct report_setup *setup, const char *name)
{
	return !strcmp(setup->name, name) || !g_strcmp0(setup->stem, name);
}

char *report_baseline(const struct report *report)
{
	return g_strdup_printf("%s%s", report->baseline ? report->baseline : "-",
			       report->by_place ? " at the same place" : "");
}

/* Of the setups whose stem is the baseline: by place. */
static GHashTable *baselines_find(const struct report *report)
{
	GHashTable *found = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (setup->place && !g_strcmp0(setup->stem, report->baseline))
			g_hash_table_insert(found, (gpointer)setup->place, (gpointer)setup);
	}
	return found;
}

int report_setups_compare(const char *folder, struct report *report)
{
	const struct report_setup *named =
		report->baseline ? report_setup(report, report->baseline) : NULL;
	g_autoptr(GHashTable) at = NULL;

	if (!report->baseline)
		return 0;
	at = baselines_find(report);
	if (!named && !g_hash_table_size(at))
		return error_set(EINVAL, "%s: experiment.json: baseline %s is none of its setups",
				 folder, report->baseline);
	report->by_place = !named;
	for (guint i = 0; i < report->setups->len; i++) {
		struct report_setup *setup = report->setups->pdata[i];

		setup->baseline = named;
		if (!named && setup->place)
			setup->baseline = g_hash_table_lookup(at, setup->place);
	}
	return 0;
}

int report_check(const struct report *report, const char *folder)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];

		if (!setup->valid)
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", setup->name);
	}
	return names->len ? error_set(EPROTO, "%s: no valid run of %s", folder, names->str) : 0;
}

bool report_has_figures(const struct report *report)
{
	for (guint i = 0; i < report->setups->len; i++)
		if (!((const struct report_setup *)report->setups->pdata[i])->is_payload)
			return true;
	return false;
}

bool report_has_ratios(const struct report *report)
{
	for (guint i = 0; i < report->setups->len; i++)
		if (!isnan(((const struct report_setup *)report->setups->pdata[i])
				   ->figures[0]
				   .ratio.estimate))
			return true;
	return false;
}

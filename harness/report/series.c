// SPDX-License-Identifier: GPL-2.0-or-later
/* Puts the setups of an experiment with an axis in order, line by line. */
#include "report/series.h"

#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static void line_free(void *data)
{
	struct report_line *line = data;

	g_free(line->name);
	g_array_unref(line->points);
	g_free(line);
}

GPtrArray *series_new(void)
{
	return g_ptr_array_new_with_free_func(line_free);
}

static struct report_line *line_get(GPtrArray *lines, GHashTable *by_name, const char *name)
{
	struct report_line *line = g_hash_table_lookup(by_name, name);

	if (line)
		return line;
	line = g_new(struct report_line, 1);
	line->name = g_strdup(name);
	line->points = g_array_new(FALSE, FALSE, sizeof(struct report_point));
	g_ptr_array_add(lines, line);
	g_hash_table_insert(by_name, line->name, line);
	return line;
}

static int place_read(const char *folder, const json_t *place, const struct report_setup *setup,
		      struct report *report, GHashTable *by_name)
{
	const char *line = json_string_value(json_object_get(place, "line"));
	const json_t *x = json_object_get(place, "x");
	struct report_point point = { .setup = setup, .x = json_number_value(x) };

	if (!line || !json_is_number(x))
		return error_set(EINVAL, "%s: experiment.json: axis: setup %s lacks line or x",
				 folder, setup->name);
	g_array_append_val(line_get(report->lines, by_name, line)->points, point);
	return 0;
}

static gint point_compare(gconstpointer a, gconstpointer b)
{
	const struct report_point *one = a, *other = b;

	return (one->x > other->x) - (one->x < other->x);
}

/* Each point against the one before it. */
static void steps_make(struct report_line *line)
{
	struct summary none;

	stats_from_published(NAN, NAN, 0, &none);
	g_array_sort(line->points, point_compare);
	for (guint i = 0; i < line->points->len; i++) {
		struct report_point *point = &g_array_index(line->points, struct report_point, i);
		const struct report_setup *before = i ? point[-1].setup : NULL;

		stats_ratio(&point->setup->work, before ? &before->work : &none, STATS_LEVEL,
			    &point->step);
		stats_ratio(&point->setup->accesses, before ? &before->accesses : &none,
			    STATS_LEVEL, &point->accesses_step);
	}
}

int series_make(const struct campaign *campaign, struct report *report)
{
	const json_t *axis = json_object_get(campaign->experiment, "axis");
	const json_t *places = json_object_get(axis, "setups");
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);

	if (!axis)
		return 0;
	report->axis = g_strdup(json_string_value(json_object_get(axis, "title")));
	if (!report->axis || !json_object_size(places))
		return error_set(EINVAL, "%s: experiment.json: axis lacks title or setups",
				 campaign->folder);
	for (guint i = 0; i < report->setups->len; i++) {
		const struct report_setup *setup = report->setups->pdata[i];
		const json_t *place = json_object_get(places, setup->name);
		int err = place ? place_read(campaign->folder, place, setup, report, by_name) : 0;

		if (err)
			return err;
	}
	for (guint i = 0; i < report->lines->len; i++)
		steps_make(report->lines->pdata[i]);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Sorts the setups of an experiment with an axis into curves. */
#include "report/curve.h"

#include "util/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static void curve_free(void *data)
{
	struct report_curve *curve = data;

	g_free(curve->name);
	g_array_unref(curve->points);
	g_free(curve);
}

GPtrArray *curves_new(void)
{
	return g_ptr_array_new_with_free_func(curve_free);
}

static void point_clear(gpointer point)
{
	g_free(((struct report_point *)point)->steps);
}

static struct report_curve *curve_get(GPtrArray *curves, GHashTable *by_name, const char *name)
{
	struct report_curve *curve = g_hash_table_lookup(by_name, name);

	if (curve)
		return curve;
	curve = g_new(struct report_curve, 1);
	curve->name = g_strdup(name);
	curve->points = g_array_new(FALSE, FALSE, sizeof(struct report_point));
	g_array_set_clear_func(curve->points, point_clear);
	g_ptr_array_add(curves, curve);
	g_hash_table_insert(by_name, curve->name, curve);
	return curve;
}

static int place_read(const char *folder, const json_t *place, struct report_setup *setup,
		      struct report *report, GHashTable *by_name)
{
	const char *line = json_string_value(json_object_get(place, "line"));
	const json_t *x = json_object_get(place, "x");
	struct report_point point = { .setup = setup, .x = json_number_value(x) };

	if (!line || !json_is_number(x))
		return error_set(EINVAL, "%s: experiment.json: axis: setup %s lacks line or x",
				 folder, setup->name);
	setup->stem = json_string_value(json_object_get(place, "stem"));
	setup->place = json_string_value(json_object_get(place, "place"));
	g_array_append_val(curve_get(report->curves, by_name, line)->points, point);
	return 0;
}

static gint point_compare(gconstpointer a, gconstpointer b)
{
	const struct report_point *one = a, *other = b;

	return (one->x > other->x) - (one->x < other->x);
}

static void point_compare_with(struct report_point *point, const struct report_setup *before,
			       double level)
{
	const size_t count = metrics_count(point->setup->workload);
	struct summary none;

	stats_from_published(NAN, NAN, 0, &none);
	g_free(point->steps);
	point->steps = g_new(struct interval, count);
	for (size_t i = 0; i < count; i++)
		stats_ratio(&point->setup->figures[i].summary,
			    before ? &before->figures[i].summary : &none, level, &point->steps[i]);
}

/* Compares each point with the previous one. */
static void steps_make(struct report_curve *curve, double level)
{
	const struct report_setup *before = NULL;

	g_array_sort(curve->points, point_compare);
	for (guint i = 0; i < curve->points->len; i++) {
		struct report_point *point = &g_array_index(curve->points, struct report_point, i);

		point_compare_with(point, before, level);
		before = point->setup;
	}
}

static bool is_baseline(const struct report_curve *curve)
{
	for (guint i = 0; i < curve->points->len; i++) {
		const struct report_setup *setup =
			g_array_index(curve->points, struct report_point, i).setup;

		if (setup->baseline != setup)
			return false;
	}
	return true;
}

static bool has_ratio(const struct report_curve *curve)
{
	for (guint i = 0; i < curve->points->len; i++)
		if (!isnan(g_array_index(curve->points, struct report_point, i)
				   .setup->figures->ratio.estimate))
			return true;
	return false;
}

bool curve_is_drawn(const struct report *report, const struct report_curve *curve)
{
	bool others = false;

	for (guint i = 0; i < report->curves->len; i++)
		others |= !is_baseline(report->curves->pdata[i]) &&
			  has_ratio(report->curves->pdata[i]);
	return !report->by_place || !others || !is_baseline(curve);
}

static gint number_compare(gconstpointer a, gconstpointer b)
{
	const double *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

/* All values of x, in order, each once. Free with g_array_unref(). */
static GArray *places_list(const struct report *report)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(double));
	GArray *places = g_array_new(FALSE, FALSE, sizeof(double));

	for (guint i = 0; i < report->curves->len; i++) {
		const GArray *points = ((struct report_curve *)report->curves->pdata[i])->points;

		for (guint j = 0; j < points->len; j++)
			g_array_append_val(all, g_array_index(points, struct report_point, j).x);
	}
	g_array_sort(all, number_compare);
	for (guint i = 0; i < all->len; i++) {
		const double x = g_array_index(all, double, i);

		if (!i || x > g_array_index(all, double, i - 1))
			g_array_append_val(places, x);
	}
	return places;
}

char *curves_ticks(const struct report *report)
{
	g_autoptr(GArray) places = places_list(report);
	g_autoptr(GString) ticks = g_string_new(NULL);
	bool wide = places->len >= 3;

	for (guint i = 0; i < places->len; i++) {
		const double x = g_array_index(places, double, i);

		wide &= x > 0 && (!i || x >= 2 * g_array_index(places, double, i - 1));
		g_string_append_printf(ticks, "%s%.10g", i ? ", " : "", x);
	}
	return g_strdup(wide ? ticks->str : "");
}

int curves_make(const struct campaign *campaign, struct report *report)
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
		struct report_setup *setup = report->setups->pdata[i];
		const json_t *place = json_object_get(places, setup->name);
		int err = place ? place_read(campaign->folder, place, setup, report, by_name) : 0;

		if (err)
			return err;
	}
	for (guint i = 0; i < report->curves->len; i++)
		steps_make(report->curves->pdata[i], report->level);
	return 0;
}

void curves_restrict(struct report *report)
{
	for (guint i = report->curves->len; i-- > 0;) {
		struct report_curve *curve = report->curves->pdata[i];

		for (guint j = curve->points->len; j-- > 0;) {
			const struct report_setup *setup =
				g_array_index(curve->points, struct report_point, j).setup;

			if (!report_setup(report, setup->name))
				g_array_remove_index(curve->points, j);
		}
		if (curve->points->len)
			steps_make(curve, report->level);
		else
			g_ptr_array_remove_index(report->curves, i);
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the container's statistics files. */
#include "host/container_stats.h"

#include "host/figures.h"
#include "util/fs.h"

#include <glib.h>

struct stats_row {
	const char *name; /* key of the record */
	const char *file;
	json_t *(*parse)(const char *text);
};

static const struct stats_row stats_table[] = {
	{ "memory_stat", "memory.stat", figures_flat },
	{ "memory_events", "memory.events", figures_flat },
	{ "cpu_stat", "cpu.stat", figures_flat },
	{ NULL, NULL, NULL },
};

static const struct stats_row pressure_table[] = {
	{ "memory", "memory.pressure", figures_pressure },
	{ "cpu", "cpu.pressure", figures_pressure },
	{ "io", "io.pressure", figures_pressure },
	{ NULL, NULL, NULL },
};

static json_t *or_null(json_t *value)
{
	return value ? value : json_null();
}

static json_t *row_read(const struct container *container, const struct stats_row *row)
{
	g_autofree char *path = NULL;
	g_autofree char *text = NULL;

	if (!container->folder)
		return NULL;
	path = g_build_filename(container->folder, row->file, NULL);
	return fs_read(path, &text, NULL) ? NULL : row->parse(text);
}

static json_t *table_read(const struct container *container, const struct stats_row *row)
{
	json_t *stats = json_object();

	for (; row->name; row++)
		json_object_set_new(stats, row->name, or_null(row_read(container, row)));
	return stats;
}

static json_t *table_difference(const struct stats_row *row, const json_t *before,
				const json_t *after)
{
	json_t *stats = json_object();

	for (; row->name; row++)
		json_object_set_new(stats, row->name,
				    or_null(figures_difference(json_object_get(before, row->name),
							       json_object_get(after, row->name))));
	return stats;
}

json_t *container_stats_read(const struct container *container)
{
	json_t *stats = table_read(container, stats_table);

	json_object_set_new(stats, "pressure", table_read(container, pressure_table));
	return stats;
}

json_t *container_stats_difference(const json_t *before, const json_t *after)
{
	json_t *stats = table_difference(stats_table, before, after);

	json_object_set_new(stats, "pressure",
			    table_difference(pressure_table, json_object_get(before, "pressure"),
					     json_object_get(after, "pressure")));
	return stats;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The records of a campaign: read, held against the experiment, and sorted. */
#include "campaign/records.h"

#include "campaign/fit.h"
#include "campaign/lean.h"
#include "campaign/reader.h"
#include "record/record.h"
#include "record/run_name.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>

/* A record and where it stands: what its sorting needs, looked up once. */
struct place {
	json_t *record;
	size_t setup; /* in experiment.json; those that are not there come last */
	enum run_kind kind;
	uint64_t boot, run;
};

static gint compare_places(gconstpointer a, gconstpointer b)
{
	const struct place *x = a, *y = b;

	if (x->setup != y->setup)
		return x->setup < y->setup ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->boot != y->boot)
		return x->boot < y->boot ? -1 : 1;
	return (x->run > y->run) - (x->run < y->run);
}

static uint64_t count_of(const json_t *record, const char *key)
{
	return (uint64_t)json_integer_value(
		json_object_get(json_object_get(record, "determined"), key));
}

/* Names of setups to their places, from 1. */
static GHashTable *places_of(const json_t *experiment)
{
	GHashTable *places = g_hash_table_new(g_str_hash, g_str_equal);
	const json_t *setups = json_object_get(experiment, "setups"), *row;
	size_t i;

	json_array_foreach (setups, i, row) {
		const char *name = json_string_value(json_object_get(row, "name"));

		if (name && !g_hash_table_contains(places, name))
			g_hash_table_insert(places, (char *)name, GSIZE_TO_POINTER(i + 1));
	}
	return places;
}

static void records_sort(GPtrArray *records, const json_t *experiment)
{
	g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(struct place));
	g_autoptr(GHashTable) places = places_of(experiment);

	for (guint i = 0; i < records->len; i++) {
		json_t *record = records->pdata[i];
		const char *setup = record_string(record, "determined.setup");
		size_t at = GPOINTER_TO_SIZE(g_hash_table_lookup(places, setup));
		struct place place = { record, at ? at : SIZE_MAX, record_kind(record),
				       count_of(record, "boot"), count_of(record, "run") };

		g_array_append_val(sorted, place);
	}
	g_array_sort(sorted, compare_places);
	for (guint i = 0; i < records->len; i++)
		records->pdata[i] = g_array_index(sorted, struct place, i).record;
}

/* A record under another's name would be counted in the wrong place. */
static int record_check_name(const char *path, const json_t *record)
{
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *name =
		run_name_file(record_string(record, "determined.setup"), count_of(record, "boot"),
			      count_of(record, "run"), record_kind(record));

	if (strcmp(name, base) != 0)
		return error_set(EINVAL, "%s: holds the record of %s; remove one of them", path,
				 name);
	return 0;
}

int campaign_records(const char *folder, GPtrArray **names)
{
	g_autofree char *records = g_build_filename(folder, "records", NULL);
	g_autoptr(GPtrArray) all = NULL;
	int err = fs_list(records, &all);

	*names = NULL;
	if (err)
		return err;
	*names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < all->len; i++)
		if (run_name_is_file(all->pdata[i], NULL))
			g_ptr_array_add(*names, g_strdup(all->pdata[i]));
	return 0;
}

/* Refuses one that is whole, but not this run of the experiment. */
static int run_check(const char *path, const json_t *record, const json_t *experiment)
{
	int err = record_check_name(path, record);

	return err ? err : fit_check(path, record, experiment);
}

int campaign_record(const char *folder, const char *name, json_t **record)
{
	g_autofree char *file = g_strconcat(name, ".json", NULL);
	g_autofree char *path = g_build_filename(folder, "records", file, NULL);
	json_t *experiment = NULL;
	int err = campaign_read_experiment(folder, &experiment);

	*record = NULL;
	if (!err)
		err = record_load(path, record);
	if (!err)
		err = run_check(path, *record, experiment);
	if (err)
		g_clear_pointer(record, json_decref);
	json_decref(experiment);
	return err;
}

/* Paths of the records that belong to tables: what is profiled is read by `apfbench profile`. */
static int paths_list(const char *folder, GPtrArray **paths)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = campaign_records(folder, &names);

	*paths = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; !err && i < names->len; i++) {
		enum run_kind kind = RUN_MEASURED;

		if (!run_name_is_file(names->pdata[i], &kind) || kind != RUN_PROFILED)
			g_ptr_array_add(*paths,
					g_build_filename(folder, "records", names->pdata[i], NULL));
	}
	return err;
}

int records_load(struct campaign *campaign)
{
	g_autoptr(GPtrArray) paths = NULL;
	struct reader *reader;
	int err = paths_list(campaign->folder, &paths);

	if (err)
		return err;
	reader = reader_new(paths, campaign->workload);
	for (guint i = 0; !err && i < paths->len; i++) {
		json_t *record = NULL;

		err = reader_next(reader, &record);
		if (err)
			break;
		g_ptr_array_add(campaign->records, record);
		err = run_check(paths->pdata[i], record, campaign->experiment);
		lean_record(record, campaign->workload);
		if (i)
			lean_share(record, campaign->records->pdata[i - 1]);
	}
	reader_free(reader);
	if (!err)
		records_sort(campaign->records, campaign->experiment);
	return err;
}

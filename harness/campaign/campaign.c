// SPDX-License-Identifier: GPL-2.0-or-later
/* A campaign read back from its folder: nothing but files is needed for it. */
#include "campaign/campaign.h"

#include "campaign/fit.h"
#include "campaign/lean.h"
#include "record/record.h"
#include "record/run_name.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"
#include "util/paths.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

#define NAME_LONGEST 200 /* of NAME_MAX 255, leaving room for the hash */

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, of several for one key the last: that is the one that counts. */
static GPtrArray *overrides_sorted(const char *const overrides[])
{
	GPtrArray *sorted = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; overrides && overrides[i]; i++) {
		size_t key = strcspn(overrides[i], "=");
		bool later = false;

		for (size_t j = i + 1; overrides[j]; j++)
			later |= strcspn(overrides[j], "=") == key &&
				 strncmp(overrides[i], overrides[j], key) == 0;
		if (!later)
			g_ptr_array_add(sorted, g_strdup(overrides[i]));
	}
	g_ptr_array_sort(sorted, compare_texts);
	return sorted;
}

char *campaign_folder(const char *experiment, const char *const overrides[])
{
	g_autoptr(GPtrArray) sorted = overrides_sorted(overrides);
	g_autofree char *base = g_path_get_basename(experiment);
	g_autofree char *campaigns = paths_made("campaigns");
	g_autoptr(GString) name = g_string_new(NULL);

	if (g_str_has_suffix(base, ".conf"))
		base[strlen(base) - strlen(".conf")] = '\0';
	text_word_append(name, base);
	for (guint i = 0; i < sorted->len; i++) {
		g_string_append_c(name, ',');
		text_word_append(name, sorted->pdata[i]);
	}
	if (name->len > NAME_LONGEST) {
		g_autofree char *sum =
			g_compute_checksum_for_string(G_CHECKSUM_SHA256, name->str, -1);

		g_string_truncate(name, NAME_LONGEST - 13);
		g_string_append_printf(name, "-%.12s", sum);
	}
	return g_build_filename(campaigns, name->str, NULL);
}

/* What append_safe() made this of, where it did. Free with g_free(). */
static char *text_of_safe(const char *safe)
{
	GString *text = g_string_new(NULL);

	for (; *safe; safe++) {
		int high = *safe == '%' ? g_ascii_xdigit_value(safe[1]) : -1;
		int low = high < 0 ? -1 : g_ascii_xdigit_value(safe[2]);

		if (low >= 0)
			safe += 2;
		g_string_append_c(text, low < 0 ? *safe : (char)(high << 4 | low));
	}
	return g_string_free(text, FALSE);
}

char **campaign_overrides(const char *folder, const char *experiment)
{
	g_autofree char *path = g_canonicalize_filename(folder, NULL);
	g_autofree char *name = g_path_get_basename(path);
	g_auto(GStrv) parts = g_strsplit(name, ",", -1);
	g_autofree char *made = NULL, *again = NULL;
	GPtrArray *list = g_ptr_array_new();
	char **overrides;

	for (char **part = parts + 1; *parts && *part; part++)
		g_ptr_array_add(list, text_of_safe(*part));
	g_ptr_array_add(list, NULL);
	overrides = (char **)g_ptr_array_free(list, FALSE);
	made = campaign_folder(experiment, (const char *const *)overrides);
	again = g_path_get_basename(made);
	if (!strcmp(again, name) && strlen(name) < NAME_LONGEST)
		return overrides;
	g_strfreev(overrides);
	return NULL;
}

char *campaign_path(const char *name)
{
	g_autofree char *campaigns = NULL;

	if (strchr(name, '/'))
		return g_strdup(name);
	campaigns = paths_made("campaigns");
	return g_build_filename(campaigns, name, NULL);
}

static char *experiment_path(const char *folder)
{
	return g_build_filename(folder, "experiment.json", NULL);
}

static bool is_folder_of_one(const char *folder)
{
	g_autofree char *file = experiment_path(folder);

	return fs_exists(file);
}

bool campaign_is(const char *name)
{
	g_autofree char *path = campaign_path(name);

	return is_folder_of_one(path);
}

/*
 * The file is a folder's mark as ours, so all of what every version wrote must be there: a
 * program that calls its own file so is likely to share some of these keys.
 */
static bool is_ours(const json_t *experiment)
{
	static const char *const texts[] = { "name", "title", "testbed" };
	static const char *const numbers[] = { "schema_version", "runs", "boots", "boot_seed",
					       "seed" };
	bool ours = json_is_object(json_object_get(experiment, "kernels")) &&
		    json_is_array(json_object_get(experiment, "setups"));

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		ours &= json_is_string(json_object_get(experiment, texts[i]));
	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
		ours &= json_is_integer(json_object_get(experiment, numbers[i]));
	return ours;
}

int campaign_read_experiment(const char *folder, json_t **experiment)
{
	g_autofree char *file = experiment_path(folder);
	int err = json_read(file, experiment);

	if (err)
		return err;
	if (is_ours(*experiment))
		return 0;
	json_decref(*experiment);
	*experiment = NULL;
	return error_set(EINVAL, "%s: is not what apfbench writes for a campaign", file);
}

bool campaign_is_packed(const char *folder)
{
	g_autofree char *mark = g_build_filename(folder, CAMPAIGN_PACK_FILE, NULL);

	return fs_exists(mark);
}

char *campaign_image_path(const char *folder, const char *hash)
{
	g_autofree char *file = g_strconcat(hash, ".cpio", NULL);

	return g_build_filename(folder, "images", file, NULL);
}

int campaign_list(GPtrArray **names)
{
	g_autofree char *campaigns = paths_made("campaigns");
	g_autoptr(GPtrArray) all = NULL;
	int err = fs_list(campaigns, &all);

	*names = NULL;
	if (err)
		return err;
	*names = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < all->len; i++) {
		g_autofree char *folder = g_build_filename(campaigns, all->pdata[i], NULL);

		if (is_folder_of_one(folder))
			g_ptr_array_add(*names, g_strdup(all->pdata[i]));
	}
	return 0;
}

static int campaign_unknown(const char *name)
{
	g_autofree char *campaigns = paths_made("campaigns");
	g_autofree char *path = campaign_path(name);
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *list = NULL;
	int err = campaign_list(&names);

	if (err)
		return err;
	if (!names->len)
		return error_set(ENOENT,
				 "%s: no campaign there, and none in %s; make one by "
				 "`apfbench run`",
				 path, campaigns);
	g_ptr_array_add(names, NULL);
	list = g_strjoinv(" ", (char **)names->pdata);
	return error_set(ENOENT, "%s: no campaign there; in %s are: %s", path, campaigns, list);
}

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

static void record_free(gpointer record)
{
	json_decref(record);
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

/* A payload has no guest, and no workload in it. */
static int workload_choose(struct campaign *campaign)
{
	const json_t *setups = json_object_get(campaign->experiment, "setups"), *setup;
	const struct workload *chosen = NULL;
	size_t i;

	json_array_foreach (setups, i, setup) {
		const json_t *settings = json_object_get(setup, "settings");
		const struct workload *workload = workload_of(settings);

		if (experiment_json_is_payload(setup))
			continue;
		if (!workload || (chosen && workload != chosen))
			return error_set(EINVAL, "%s: experiment.json: %s", campaign->folder,
					 workload ? "its setups run different workloads"
						  : "this program does not know its workload");
		chosen = workload;
	}
	campaign->workload = chosen ? chosen : workload_find(NULL);
	return 0;
}

/* Refuses one that is not this run of the experiment; *record is NULL after an error. */
static int record_read(const char *path, const json_t *experiment, json_t **record)
{
	int err = record_load(path, record);

	if (err)
		return err;
	err = record_check_name(path, *record);
	if (!err)
		err = fit_check(path, *record, experiment);
	if (err)
		g_clear_pointer(record, json_decref);
	return err;
}

int campaign_record(const char *folder, const char *name, json_t **record)
{
	g_autofree char *file = g_strconcat(name, ".json", NULL);
	g_autofree char *path = g_build_filename(folder, "records", file, NULL);
	json_t *experiment = NULL;
	int err = campaign_read_experiment(folder, &experiment);

	*record = NULL;
	if (!err)
		err = record_read(path, experiment, record);
	json_decref(experiment);
	return err;
}

static int records_load(struct campaign *campaign)
{
	g_autofree char *folder = g_build_filename(campaign->folder, "records", NULL);
	g_autoptr(GPtrArray) names = NULL;
	int err = campaign_records(campaign->folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		enum run_kind kind = RUN_MEASURED;
		json_t *record = NULL;

		/* What is profiled is in no table: `apfbench profile` reads it. */
		if (run_name_is_file(names->pdata[i], &kind) && kind == RUN_PROFILED)
			continue;
		err = record_read(path, campaign->experiment, &record);
		if (err)
			break;
		g_ptr_array_add(campaign->records, record);
		lean_record(record, campaign->workload);
	}
	if (!err)
		records_sort(campaign->records, campaign->experiment);
	return err;
}

int campaign_load(const char *name, struct campaign **campaign)
{
	g_autofree char *found = campaign_path(name);
	struct campaign *made;
	int err;

	*campaign = NULL;
	if (!is_folder_of_one(found))
		return campaign_unknown(name);
	made = g_new0(struct campaign, 1);
	made->folder = g_steal_pointer(&found);
	made->records = g_ptr_array_new_with_free_func(record_free);
	err = campaign_read_experiment(made->folder, &made->experiment);
	if (!err)
		err = workload_choose(made);
	if (!err)
		err = records_load(made);
	if (err) {
		campaign_free(made);
		return err;
	}
	*campaign = made;
	return 0;
}

void campaign_free(struct campaign *campaign)
{
	if (!campaign)
		return;
	g_ptr_array_unref(campaign->records);
	json_decref(campaign->experiment);
	g_free(campaign->folder);
	g_free(campaign);
}

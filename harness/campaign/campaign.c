// SPDX-License-Identifier: GPL-2.0-or-later
/* A campaign read back from its folder: nothing but files is needed for it. */
#include "campaign/campaign.h"

#include "campaign/fit.h"
#include "record/record.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/json.h"
#include "util/paths.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define NAME_LONGEST 200 /* of NAME_MAX 255, leaving room for the hash */

static gint compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Bytes that a shell or path could take amiss become %XX, so that no two values fall together. */
static void append_safe(GString *name, const char *text)
{
	for (; *text; text++) {
		if (g_ascii_isalnum(*text) || strchr("._=+:@-", *text))
			g_string_append_c(name, *text);
		else
			g_string_append_printf(name, "%%%02X", (unsigned char)*text);
	}
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
	append_safe(name, base);
	for (guint i = 0; i < sorted->len; i++) {
		g_string_append_c(name, ',');
		append_safe(name, sorted->pdata[i]);
	}
	if (name->len > NAME_LONGEST) {
		g_autofree char *sum =
			g_compute_checksum_for_string(G_CHECKSUM_SHA256, name->str, -1);

		g_string_truncate(name, NAME_LONGEST - 13);
		g_string_append_printf(name, "-%.12s", sum);
	}
	return g_build_filename(campaigns, name->str, NULL);
}

char *campaign_path(const char *name)
{
	g_autofree char *campaigns = NULL;

	if (strchr(name, '/'))
		return g_strdup(name);
	campaigns = paths_made("campaigns");
	return g_build_filename(campaigns, name, NULL);
}

static bool is_campaign(const char *folder)
{
	g_autofree char *file = g_build_filename(folder, "experiment.json", NULL);

	return fs_exists(file);
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

		if (is_campaign(folder))
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

/* Place of the setup in experiment.json; those that are not there come last. */
static size_t setup_place(const json_t *experiment, const char *name)
{
	const json_t *setups = json_object_get(experiment, "setups");
	size_t i, count = json_array_size(setups);

	for (i = 0; i < count; i++) {
		const json_t *row = json_array_get(setups, i);
		const char *known = json_string_value(json_object_get(row, "name"));

		if (known && name && strcmp(known, name) == 0)
			break;
	}
	return i;
}

const json_t *campaign_setup(const json_t *experiment, const char *name)
{
	return json_array_get(json_object_get(experiment, "setups"), setup_place(experiment, name));
}

static int compare_numbers(const json_t *a, const json_t *b, const char *path)
{
	double x = 0, y = 0;

	record_number(a, path, &x);
	record_number(b, path, &y);
	return (x > y) - (x < y);
}

static gint compare_records(gconstpointer a, gconstpointer b, gpointer experiment)
{
	const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
	size_t i = setup_place(experiment, record_string(x, "determined.setup"));
	size_t j = setup_place(experiment, record_string(y, "determined.setup"));
	int order = i == j ? 0 : i < j ? -1 : 1;

	if (!order)
		order = compare_numbers(x, y, "determined.boot");
	if (!order)
		order = compare_numbers(x, y, "determined.run");
	return order;
}

/* A record under another's name would be counted in the wrong place. */
static int record_check_name(const char *path, const json_t *record)
{
	g_autofree char *base = g_path_get_basename(path);
	const char *setup = record_string(record, "determined.setup");
	double boot = 0, run = 0;
	g_autofree char *name = NULL;

	record_number(record, "determined.boot", &boot);
	record_number(record, "determined.run", &run);
	name = g_strdup_printf("%s-b%.0f-r%.0f.json", setup ? setup : "?", boot, run);
	if (strcmp(name, base) != 0)
		return error_set(EINVAL, "%s: holds the record of %s; remove one of them", path,
				 name);
	return 0;
}

static void record_free(gpointer record)
{
	json_decref(record);
}

static int records_load(struct campaign *campaign)
{
	g_autofree char *folder = g_build_filename(campaign->folder, "records", NULL);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		json_t *record = NULL;

		if (!g_str_has_suffix(path, ".json"))
			continue; /* half written by a killed process */
		err = record_load(path, &record);
		if (err)
			break;
		g_ptr_array_add(campaign->records, record);
		err = record_check_name(path, record);
		if (!err)
			err = fit_check(path, record, campaign->experiment);
	}
	if (!err)
		g_ptr_array_sort_with_data(campaign->records, compare_records,
					   campaign->experiment);
	return err;
}

int campaign_load(const char *name, struct campaign **campaign)
{
	g_autofree char *found = campaign_path(name);
	g_autofree char *file = g_build_filename(found, "experiment.json", NULL);
	struct campaign *made;
	int err;

	*campaign = NULL;
	if (!fs_exists(file))
		return campaign_unknown(name);
	made = g_new0(struct campaign, 1);
	made->folder = g_steal_pointer(&found);
	made->records = g_ptr_array_new_with_free_func(record_free);
	err = json_read(file, &made->experiment);
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

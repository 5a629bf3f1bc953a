// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of campaigns' folders, what marks one as ours, and paths of what is in it. */
#include "campaign/campaign.h"

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

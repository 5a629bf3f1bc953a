// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads kernels/NAME/build.json of a campaign's folder. */
#include "publish/patches.h"

#include "util/json.h"

#include <string.h>

#define SHORT_HASH 12 /* digits, as in report/origin.c */

struct patch {
	const char *series, *name, *hash, *title; /* owned by a build.json */
	GPtrArray *kernels;			  /* const char * */
};

struct patches {
	GPtrArray *all;	      /* struct patch *, in the order in which they are found */
	GHashTable *by_texts; /* the same by "SERIES NAME HASH" */
	GPtrArray *builds;    /* json_t * */
	GPtrArray *unknown;   /* const char *: kernels without patches that could be read */
	guint kernels;
};

static void patch_free(gpointer data)
{
	struct patch *patch = data;

	g_ptr_array_unref(patch->kernels);
	g_free(patch);
}

static void build_free(gpointer data)
{
	json_decref(data);
}

/* The name of a kernel comes from a file, and must not lead to another folder. */
static json_t *build_read(const struct campaign *campaign, const char *kernel)
{
	g_autofree char *path =
		g_build_filename(campaign->folder, "kernels", kernel, "build.json", NULL);
	json_t *build = NULL;

	if (!*kernel || *kernel == '.' || strchr(kernel, '/'))
		return NULL;
	return json_read(path, &build) ? NULL : build;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "-";
}

static void patch_add(struct patches *patches, const json_t *row, const char *kernel)
{
	const char *series = text_of(row, "series"), *name = text_of(row, "patch"),
		   *hash = text_of(row, "sha256");
	g_autofree char *key = g_strdup_printf("%s %s %s", series, name, hash);
	struct patch *patch = g_hash_table_lookup(patches->by_texts, key);

	if (!patch) {
		patch = g_new0(struct patch, 1);
		patch->series = series;
		patch->name = name;
		patch->hash = hash;
		/* Builds of earlier versions have no subject. */
		patch->title = json_string_value(json_object_get(row, "subject"));
		patch->kernels = g_ptr_array_new();
		g_ptr_array_add(patches->all, patch);
		g_hash_table_insert(patches->by_texts, g_steal_pointer(&key), patch);
	}
	g_ptr_array_add(patch->kernels, (char *)kernel);
}

static void kernel_add(struct patches *patches, const struct campaign *campaign, const char *kernel)
{
	json_t *build = build_read(campaign, kernel);
	const json_t *rows = json_object_get(build, "patches"), *row;
	size_t i;

	patches->kernels++;
	if (!json_is_array(rows)) {
		g_ptr_array_add(patches->unknown, (char *)kernel);
		json_decref(build);
		return;
	}
	g_ptr_array_add(patches->builds, build);
	json_array_foreach (rows, i, row) {
		patch_add(patches, row, kernel);
	}
}

/* "apf, baseline". Free with g_free(). */
static char *names_text(const GPtrArray *names)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "", (const char *)names->pdata[i]);
	return g_string_free(text, FALSE);
}

static void row_add(struct table *table, const struct patches *patches, const struct patch *patch)
{
	g_autofree char *hash = g_strndup(patch->hash, SHORT_HASH);
	g_autofree char *kernels = patch->kernels->len == patches->kernels
					   ? g_strdup("all")
					   : names_text(patch->kernels);

	table_text(table, patch->series);
	table_text(table, patch->title ? patch->title : patch->name);
	table_text(table, hash);
	table_text(table, kernels);
}

static struct table *table_make(const struct patches *patches)
{
	static const struct column columns[] = {
		{ "series", "series", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "patch", "patch", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "sha256", "SHA-256", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
		{ "kernels", "kernels", NULL, COLUMN_TEXT, BETTER_NEITHER, 0 },
	};
	struct table *table = table_new("patches", columns, G_N_ELEMENTS(columns));

	table->heading = g_strdup("Patches of the kernels");
	for (guint i = 0; i < patches->all->len; i++)
		row_add(table, patches, patches->all->pdata[i]);
	if (patches->unknown->len) {
		g_autofree char *names = names_text(patches->unknown);

		g_ptr_array_add(table->lines, g_strdup_printf("Not known, for want of kernels/NAME/"
							      "build.json: the patches of %s",
							      names));
	}
	return table;
}

struct table *patches_table(const struct campaign *campaign)
{
	json_t *kernels = json_object_get(campaign->experiment, "kernels");
	struct patches patches = {
		.all = g_ptr_array_new_with_free_func(patch_free),
		.by_texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.builds = g_ptr_array_new_with_free_func(build_free),
		.unknown = g_ptr_array_new(),
	};
	struct table *table = NULL;

	for (void *at = json_object_iter(kernels); at; at = json_object_iter_next(kernels, at))
		kernel_add(&patches, campaign, json_object_iter_key(at));
	if (patches.kernels)
		table = table_make(&patches);
	g_hash_table_unref(patches.by_texts);
	g_ptr_array_unref(patches.all);
	g_ptr_array_unref(patches.builds);
	g_ptr_array_unref(patches.unknown);
	return table;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads quilt series and the stacks that are made of them. */
#include "kernel/series.h"

#include "experiment/default_source.h"
#include "kernel/source.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/text.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>

/* To add a kernel version, add a folder (linux-6.12/) with series in it. */
#define SERIES_FOLDER  "kernel-patches"
#define VERSION_PREFIX "linux-"
#define SIM	       "sim"
#define SUBJECT	       "Subject:"

static void patch_free(gpointer data)
{
	struct patch *patch = data;

	g_free(patch->series);
	g_free(patch->name);
	g_free(patch->path);
	g_free(patch->hash);
	g_free(patch->subject);
	g_free(patch);
}

static int series_unknown(const char *name, const char *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	const char *nearest;
	int err = fs_list(folder, &names);

	if (err)
		return err;
	for (guint i = names->len; i-- > 0;) {
		g_autofree char *list = g_build_filename(folder, names->pdata[i], "series", NULL);

		if (!fs_exists(list))
			g_ptr_array_remove_index(names, i);
	}
	g_ptr_array_add(names, NULL);
	nearest = units_nearest(name, (const char *const *)names->pdata);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);

	return error_set(EINVAL, "no series '%s'%s%s%s (there are: %s)", name,
			 nearest ? "; did you mean '" : "", nearest ? nearest : "",
			 nearest ? "'?" : "", *all ? all : "none");
}

/* The kernels that have a folder of series: "linux-6.1, linux-6.12". */
static char *versions_list(void)
{
	g_autofree char *top = paths_data(SERIES_FOLDER);
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(top, &names) < 0)
		return g_strdup("?");
	for (guint i = names->len; i-- > 0;)
		if (!g_str_has_prefix(names->pdata[i], VERSION_PREFIX))
			g_ptr_array_remove_index(names, i);
	g_ptr_array_add(names, NULL);
	return names->len > 1 ? g_strjoinv(", ", (char **)names->pdata) : g_strdup("none");
}

/* The folder with the series of a source; a source without a version has those of the default. */
static int version_folder(const char *base, const char *source, char **folder)
{
	g_autofree char *top = paths_data(SERIES_FOLDER);
	g_autofree char *version = source_version(base, source);
	g_autofree char *package = NULL, *name = NULL;
	int err = version ? 0 : default_source(&package);

	if (err)
		return err;
	name = g_strconcat(VERSION_PREFIX, version ? version : strrchr(package, '-') + 1, NULL);
	*folder = g_build_filename(top, name, NULL);
	if (fs_exists(*folder))
		return 0;
	g_clear_pointer(folder, g_free);
	g_autofree char *all = versions_list();

	return error_set(EINVAL,
			 "there are no series for this source in " SERIES_FOLDER
			 "/%s (there are: %s); add that folder, or name series by their paths",
			 name, all);
}

/* A name is a folder of the project; with a '/' it is a path. */
static int series_folder(const char *base, const char *source, const char *name, char **folder)
{
	g_autofree char *all = NULL;
	int err = strchr(name, '/') ? 0 : version_folder(base, source, &all);

	if (err)
		return err;
	g_autofree char *path =
		strchr(name, '/') ? paths_from(base, name) : g_build_filename(all, name, NULL);
	g_autofree char *list = g_build_filename(path, "series", NULL);

	if (!fs_exists(path))
		return strchr(name, '/') ? error_set(EINVAL, "%s: no such series folder", path)
					 : series_unknown(name, all);
	if (!fs_exists(list))
		return error_set(EINVAL, "%s: the file that lists the series' patches is missing",
				 list);
	*folder = g_steal_pointer(&path);
	return 0;
}

/* One line of a series file without its comment: "" or "name.patch [-p1]". */
static int line_parse(const char *file, guint number, char *line, char **name)
{
	char *comment = *line == '#' ? line : strstr(line, " #");
	g_auto(GStrv) words = NULL;
	guint kept = 0;

	*name = NULL;
	if (comment)
		*comment = '\0';
	words = g_strsplit_set(g_strstrip(line), " \t", -1);
	for (guint i = 0; words[i]; i++) {
		if (!*words[i])
			continue;
		if (kept++ == 0) {
			*name = g_strdup(words[i]);
		} else if (strcmp(words[i], "-p1")) {
			g_clear_pointer(name, g_free);
			return error_set(EINVAL,
					 "%s:%u: '%s' is not supported: patches are applied with "
					 "-p1",
					 file, number, words[i]);
		}
	}
	return 0;
}

/* Without "[PATCH 1/2]" and the like. */
static char *subject_clean(const char *text)
{
	while (*text == '[' && strchr(text, ']'))
		for (text = strchr(text, ']') + 1; *text == ' ';)
			text++;
	return *text ? text_printable(text) : NULL;
}

/* Of the message above the diff; one that is long goes on in lines that begin with a blank. */
static char *subject_of(const char *text)
{
	g_autoptr(GString) subject = NULL;

	for (; *text && !g_str_has_prefix(text, "diff ") && !g_str_has_prefix(text, "--- ");
	     text += *text == '\n') {
		const size_t length = strcspn(text, "\n");
		g_autofree char *line = g_strstrip(g_strndup(text, length));

		if (subject && *text != ' ' && *text != '\t')
			break;
		if (subject)
			g_string_append_printf(subject, " %s", line);
		else if (g_str_has_prefix(line, SUBJECT))
			subject = g_string_new(g_strchug(line + strlen(SUBJECT)));
		text += length;
	}
	return subject ? subject_clean(subject->str) : NULL;
}

static int patch_add(const char *series, const char *folder, const char *list, guint number,
		     const char *name, GPtrArray *patches)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *hash = NULL, *text = NULL;
	struct patch *patch;
	int err;

	if (!fs_exists(path))
		return error_set(EINVAL, "%s:%u: the patch %s does not exist", list, number, name);
	err = fs_hash_file(path, &hash);
	if (!err)
		err = fs_read(path, &text, NULL);
	if (err)
		return err;
	patch = g_new0(struct patch, 1);
	patch->series = g_strdup(series);
	patch->name = g_strdup(name);
	patch->path = g_canonicalize_filename(path, NULL);
	patch->hash = g_steal_pointer(&hash);
	patch->subject = subject_of(text);
	g_ptr_array_add(patches, patch);
	return 0;
}

static int series_read(const char *series, const char *folder, GPtrArray *patches)
{
	g_autofree char *list = g_build_filename(folder, "series", NULL);
	g_autofree char *text = NULL;
	int err = fs_read(list, &text, NULL);

	if (err)
		return err;
	if (g_str_has_prefix(text, BYTE_ORDER_MARK))
		return error_set(EINVAL, "%s: begins with a byte order mark; save it without",
				 list);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; !err && lines[i]; i++) {
		g_autofree char *name = NULL;

		err = line_parse(list, i + 1, lines[i], &name);
		if (!err && name)
			err = patch_add(series, folder, list, i + 1, name, patches);
	}
	return err;
}

static int element_add(const char *base, const char *source, const char *element, GHashTable *seen,
		       GPtrArray *patches)
{
	const char *colon = strrchr(element, ':');
	g_autofree char *name =
		colon ? g_strndup(element, (gsize)(colon - element)) : g_strdup(element);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(patch_free);
	g_autofree char *folder = NULL;
	uint64_t count;
	int err;

	if (!*name)
		return error_set(EINVAL, "series '%s': a name is missing", element);
	err = series_folder(base, source, name, &folder);
	if (err)
		return err;
	if (!g_hash_table_add(seen, g_canonicalize_filename(folder, NULL)))
		return error_set(EINVAL, "series %s is in the stack twice", name);
	err = series_read(name, folder, all);
	if (err)
		return err;
	count = all->len;
	if (colon) {
		g_autofree char *what = g_strdup_printf("series '%s': number of patches", element);

		err = units_number(what, colon + 1, 0, UINT32_MAX, &count);
		if (err)
			return err;
	}
	if (count > all->len)
		return error_set(EINVAL, "series '%s': %s has only %u patch%s", element, name,
				 all->len, all->len == 1 ? "" : "es");
	for (guint i = 0; i < count; i++)
		g_ptr_array_add(patches, g_steal_pointer(&all->pdata[i]));
	g_ptr_array_set_free_func(all, NULL);
	for (guint i = (guint)count; i < all->len; i++)
		patch_free(all->pdata[i]);
	return 0;
}

/* By name, or by path if the project has none for the kernel. */
static bool element_is_sim(const char *element)
{
	g_autofree char *base = g_path_get_basename(element);

	return !strcmp(base, SIM);
}

int series_stack(const char *folder, const char *source, char *const stack[], bool simulated,
		 GPtrArray **patches)
{
	g_autoptr(GPtrArray) result = g_ptr_array_new_with_free_func(patch_free);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	bool has_sim = false;
	int err = 0;

	*patches = NULL;
	for (guint i = 0; !err && stack && stack[i]; i++) {
		has_sim |= element_is_sim(stack[i]);
		err = element_add(folder, source, stack[i], seen, result);
	}
	if (!err && simulated && !has_sim)
		err = element_add(folder, source, SIM, seen, result);
	if (!err)
		*patches = g_steal_pointer(&result);
	return err;
}

char *patch_label(const char *series, const char *name, const char *hash)
{
	g_autofree char *base = g_path_get_basename(series);

	return g_strdup_printf("%s/%s %.16s", base, name, hash);
}

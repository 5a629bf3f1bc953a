// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads quilt series and the stacks that are made of them. */
#include "kernel/series.h"

#include "kernel/series_folder.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/text.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>

#define SERIES_FOLDER "kernel-patches"
#define SIM	      "sim"
#define SUBJECT	      "Subject:"

/* What all elements of a stack have in common. */
struct stack {
	const char *base; /* where relative paths begin */
	const struct linux_version *version;
	GHashTable *seen; /* paths of its series */
	GPtrArray *patches;
};

static void patch_free(gpointer data)
{
	struct patch *patch = data;

	g_free(patch->series);
	g_free(patch->name);
	g_free(patch->path);
	g_free(patch->hash);
	g_free(patch->subject);
	g_free(patch->nearest);
	g_free(patch->wanted);
	g_free(patch);
}

static int series_unknown(const char *name, const struct series_folder *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	const char *nearest;
	int err = fs_list(folder->path, &names);

	if (err)
		return err;
	for (guint i = names->len; i-- > 0;) {
		g_autofree char *list =
			g_build_filename(folder->path, names->pdata[i], "series", NULL);

		if (!fs_exists(list))
			g_ptr_array_remove_index(names, i);
	}
	g_ptr_array_add(names, NULL);
	nearest = units_nearest(name, (const char *const *)names->pdata);
	g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);

	return error_set(EINVAL, "no series '%s'%s%s%s (in " SERIES_FOLDER "/%s there are: %s)",
			 name, nearest ? "; did you mean '" : "", nearest ? nearest : "",
			 nearest ? "'?" : "", folder->name, *all ? all : "none");
}

static int folder_check(const char *path)
{
	g_autofree char *list = g_build_filename(path, "series", NULL);

	if (fs_exists(list))
		return 0;
	return error_set(EINVAL, "%s: the file that lists the series' patches is missing", list);
}

static int folder_by_path(const char *base, const char *name, struct series_folder *folder)
{
	memset(folder, 0, sizeof(*folder));
	folder->path = paths_from(base, name);
	if (fs_exists(folder->path))
		return 0;
	error_set(EINVAL, "%s: no such series folder", folder->path);
	series_folder_clear(folder);
	return -EINVAL;
}

/* The version's folder, and in it the series'. */
static int folder_by_name(const struct linux_version *version, const char *name,
			  struct series_folder *folder)
{
	g_autofree char *top = paths_data(SERIES_FOLDER);
	g_autofree char *path = NULL;
	int err = series_folder_choose(top, version, folder);

	if (err)
		return err;
	path = g_build_filename(folder->path, name, NULL);
	if (!fs_exists(path)) {
		err = series_unknown(name, folder);
		series_folder_clear(folder);
		return err;
	}
	g_free(folder->path);
	folder->path = g_steal_pointer(&path);
	return 0;
}

/* A name is a folder of the project; with a '/' it is a path. */
static int series_find(const struct stack *stack, const char *name, struct series_folder *folder)
{
	int err = strchr(name, '/') ? folder_by_path(stack->base, name, folder)
				    : folder_by_name(stack->version, name, folder);

	if (err)
		return err;
	err = folder_check(folder->path);
	if (err)
		series_folder_clear(folder);
	return err;
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

static int patch_add(const char *series, const struct series_folder *folder, const char *list,
		     guint number, const char *name, GPtrArray *patches)
{
	g_autofree char *path = g_build_filename(folder->path, name, NULL);
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
	if (folder->wanted) {
		patch->nearest = g_strdup(folder->name);
		patch->wanted = g_strdup(folder->wanted);
	}
	g_ptr_array_add(patches, patch);
	return 0;
}

static int series_read(const char *series, const struct series_folder *folder, GPtrArray *patches)
{
	g_autofree char *list = g_build_filename(folder->path, "series", NULL);
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

/* Adds the first count patches of a series, or all of them if count is NULL: "N" of "NAME:N". */
static int prefix_take(const char *name, const char *count, GPtrArray *all, GPtrArray *patches)
{
	uint64_t taken = all->len;

	if (count) {
		g_autofree char *what =
			g_strdup_printf("series '%s:%s': number of patches", name, count);
		int err = units_number(what, count, 0, UINT32_MAX, &taken);

		if (err)
			return err;
	}
	if (taken > all->len)
		return error_set(EINVAL, "series '%s:%s': %s has only %u patch%s", name, count,
				 name, all->len, all->len == 1 ? "" : "es");
	g_ptr_array_set_size(all, (gint)taken);
	g_ptr_array_extend_and_steal(patches, g_ptr_array_ref(all));
	return 0;
}

static int element_add(const struct stack *stack, const char *element)
{
	const char *colon = strrchr(element, ':');
	g_autofree char *name =
		colon ? g_strndup(element, (gsize)(colon - element)) : g_strdup(element);
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(patch_free);
	struct series_folder folder;
	int err;

	if (!*name)
		return error_set(EINVAL, "series '%s': a name is missing", element);
	err = series_find(stack, name, &folder);
	if (err)
		return err;
	if (g_hash_table_add(stack->seen, g_canonicalize_filename(folder.path, NULL)))
		err = series_read(name, &folder, all);
	else
		err = error_set(EINVAL, "series %s is in the stack twice", name);
	series_folder_clear(&folder);
	return err ? err : prefix_take(name, colon ? colon + 1 : NULL, all, stack->patches);
}

/* By name, or by path if the project has none for the kernel. */
static bool element_is_sim(const char *element)
{
	g_autofree char *base = g_path_get_basename(element);

	return !strcmp(base, SIM);
}

int series_stack(const char *folder, const struct linux_version *version, char *const stack[],
		 bool simulated, GPtrArray **patches)
{
	g_autoptr(GPtrArray) result = g_ptr_array_new_with_free_func(patch_free);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct stack made = { folder, version, seen, result };
	bool has_sim = false;
	int err = 0;

	*patches = NULL;
	for (guint i = 0; !err && stack && stack[i]; i++) {
		has_sim |= element_is_sim(stack[i]);
		err = element_add(&made, stack[i]);
	}
	if (!err && simulated && !has_sim)
		err = element_add(&made, SIM);
	if (!err)
		*patches = g_steal_pointer(&result);
	return err;
}

char *patch_label(const char *series, const char *name, const char *hash)
{
	g_autofree char *base = g_path_get_basename(series);

	return g_strdup_printf("%s/%s %.16s", base, name, hash);
}

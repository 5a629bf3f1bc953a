// SPDX-License-Identifier: GPL-2.0-or-later
/* Names an image's files: package, version, hash. */
#include "image/contents.h"

#include "image/entry.h"
#include "image/packages.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

#define HASH_DIGITS 16

/*
 * Identity of a file -> its text. The images of an experiment's setups share nearly all of their
 * files, and dpkg takes a while to answer.
 */
static GHashTable *known;

/* Changes when the file does. */
static int file_identity(const char *path, char **identity)
{
	struct stat info;

	if (stat(path, &info) < 0)
		return error_sys(errno, "%s: cannot stat", path);
	*identity = g_strdup_printf("%s %ju %ju %jd %jd.%09ld", path, (uintmax_t)info.st_dev,
				    (uintmax_t)info.st_ino, (intmax_t)info.st_size,
				    (intmax_t)info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
	return 0;
}

/* The static runner belongs to no package, but is linked from some: build/runner.packages, one per
 * line. */
static char *made_of(const char *path)
{
	g_autofree char *list = g_strconcat(path, ".packages", NULL), *text = NULL;

	if (!fs_exists(list) || fs_read(list, &text, NULL))
		return NULL;
	g_strchomp(text);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	return *text ? g_strjoinv(", ", lines) : NULL;
}

static int file_name(const char *path, const char *package, char **name)
{
	g_autofree char *made = package ? NULL : made_of(path);
	g_autofree char *hash = NULL;
	int err = fs_hash_file(path, &hash);

	if (err)
		return err;
	if (!package)
		package = made;
	*name = g_strdup_printf("%s%s%.*s", package ? package : "", package ? " " : "", HASH_DIGITS,
				hash);
	return 0;
}

/* Finds the names of those that are not known yet. */
static int files_learn(const GPtrArray *paths)
{
	g_autoptr(GPtrArray) unknown = g_ptr_array_new();
	g_autoptr(GHashTable) packages = NULL;
	int err = 0;

	if (!known)
		known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 0; !err && i < paths->len; i++) {
		g_autofree char *identity = NULL;

		err = file_identity(paths->pdata[i], &identity);
		if (!err && !g_hash_table_contains(known, identity))
			g_ptr_array_add(unknown, paths->pdata[i]);
	}
	if (!err)
		err = packages_find(unknown, &packages);
	for (guint i = 0; !err && i < unknown->len; i++) {
		g_autofree char *identity = NULL, *name = NULL;
		const char *path = unknown->pdata[i];

		err = file_identity(path, &identity);
		if (!err)
			err = file_name(path, g_hash_table_lookup(packages, path), &name);
		if (!err)
			g_hash_table_insert(known, g_steal_pointer(&identity),
					    g_steal_pointer(&name));
	}
	return err;
}

static gboolean source_add(gpointer path, gpointer data, gpointer sources)
{
	const struct entry *entry = data;

	(void)path;
	if (entry->type == ENTRY_FILE)
		g_ptr_array_add(sources, entry->contents);
	return FALSE;
}

static gboolean entry_name(gpointer path, gpointer data, gpointer json)
{
	const struct entry *entry = data;
	g_autofree char *place = g_strconcat("/", path, NULL), *identity = NULL;
	const char *name;

	if (entry->type != ENTRY_FILE)
		return FALSE;
	name = file_identity(entry->contents, &identity) ? NULL
							 : g_hash_table_lookup(known, identity);
	/* NULL: the file has just changed; the image will be refused, or be another one. */
	json_object_set_new(json, place, name ? json_string(name) : json_null());
	return FALSE;
}

int contents_json(const struct cpio *cpio, json_t **json)
{
	g_autoptr(GPtrArray) sources = g_ptr_array_new();
	int err;

	*json = NULL;
	g_tree_foreach(cpio->entries, source_add, sources);
	err = files_learn(sources);
	if (err)
		return error_prefix(err, "what the host's image takes from this machine");
	*json = json_object();
	g_tree_foreach(cpio->entries, entry_name, *json);
	return 0;
}

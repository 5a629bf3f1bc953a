// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks dpkg-query for packages by file, and for their versions. */
#include "image/packages.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/scratch.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DPKG_QUERY "dpkg-query"

/* Its output depends on the language. */
static const struct process_options plain = {
	.environment = (char *const[]){ (char *)"LC_ALL=C", NULL },
};

/*
 * Debian's folders bin, lib, lib64 and sbin are links into /usr, and a package has a file under one
 * of both names. Returns the other name, or NULL.
 */
static char *name_merged(const char *path)
{
	static const char *const folders[] = { "/bin/", "/lib/", "/lib64/", "/sbin/" };
	const bool in_usr = g_str_has_prefix(path, "/usr/");
	const char *bare = in_usr ? path + strlen("/usr") : path;

	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++)
		if (g_str_has_prefix(bare, folders[i]))
			return in_usr ? g_strdup(bare) : g_strconcat("/usr", bare, NULL);
	return NULL;
}

/* All names that the file may have in its package, the likeliest first. */
static GPtrArray *names_of(const char *path)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	char *real = realpath(path, NULL);

	g_ptr_array_add(names, g_strdup(path));
	g_ptr_array_add(names, name_merged(path));
	if (real && strcmp(real, path) != 0) {
		g_ptr_array_add(names, g_strdup(real));
		g_ptr_array_add(names, name_merged(real));
	}
	free(real);
	while (g_ptr_array_remove(names, NULL))
		;
	return names;
}

char *packages_line_parse(const char *line, const char **path)
{
	const char *end = strstr(line, ": /");

	if (!end || g_str_has_prefix(line, "diversion by "))
		return NULL;
	*path = end + strlen(": ");
	return g_strndup(line, MIN(strcspn(line, ","), (size_t)(end - line)));
}

/* Name of a file -> its package. Files of no package are missing, and make dpkg-query end with 1.
 */
static int owners_ask(GPtrArray *argv, GHashTable *owners)
{
	g_autofree char *log = NULL, *text = NULL;
	struct process_options options = plain;
	char *folder = NULL;
	pid_t pid;
	int err = scratch_make(&folder);

	if (err)
		return err;
	log = g_build_filename(folder, "answer", NULL);
	options.log = log;
	err = process_start((const char *const *)argv->pdata, &options, &pid);
	if (!err)
		err = process_wait(pid);
	if (err >= 0)
		err = fs_read(log, &text, NULL);
	scratch_remove(folder);
	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		const char *path;
		char *package = packages_line_parse(*line, &path);

		if (package)
			g_hash_table_insert(owners, g_strdup(path), package);
	}
	return 0;
}

static GHashTable *texts_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* Package -> "PACKAGE VERSION" for all owners. */
static int versions_ask(GHashTable *owners, GHashTable *versions)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *text = NULL;
	GHashTableIter iter;
	gpointer package;
	int err;

	for (const char *const *word = (const char *const[]){ DPKG_QUERY, "-W", "-f",
							      "${binary:Package}\t${Package} "
							      "${Version}\n",
							      NULL };
	     *word; word++)
		g_ptr_array_add(argv, (char *)*word);
	g_hash_table_iter_init(&iter, owners);
	while (g_hash_table_iter_next(&iter, NULL, &package))
		g_ptr_array_add(argv, package);
	g_ptr_array_add(argv, NULL);
	err = process_output((const char *const *)argv->pdata, &plain, &text);
	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) parts = g_strsplit(*line, "\t", 2);

		if (parts[0] && parts[1])
			g_hash_table_insert(versions, g_strdup(parts[0]), g_strdup(parts[1]));
	}
	return 0;
}

int packages_find(const GPtrArray *paths, GHashTable **packages)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) owners = texts_new(), versions = texts_new();
	g_autofree char *program = process_find(DPKG_QUERY);
	int err = 0;

	*packages = texts_new();
	if (!program || !paths->len)
		return 0;
	g_ptr_array_add(argv, g_strdup(DPKG_QUERY));
	g_ptr_array_add(argv, g_strdup("-S"));
	for (guint i = 0; i < paths->len; i++)
		g_ptr_array_extend_and_steal(argv, names_of(paths->pdata[i]));
	g_ptr_array_add(argv, NULL);
	err = owners_ask(argv, owners);
	if (!err && g_hash_table_size(owners))
		err = versions_ask(owners, versions);
	for (guint i = 0; !err && i < paths->len; i++) {
		g_autoptr(GPtrArray) names = names_of(paths->pdata[i]);
		const char *owner = NULL, *version;

		for (guint j = 0; j < names->len && !owner; j++)
			owner = g_hash_table_lookup(owners, names->pdata[j]);
		version = owner ? g_hash_table_lookup(versions, owner) : NULL;
		if (version)
			g_hash_table_insert(*packages, g_strdup(paths->pdata[i]),
					    g_strdup(version));
	}
	if (err)
		g_clear_pointer(packages, g_hash_table_unref);
	return err;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists and frees the caches in the folder of everything made. */
#include "testbed/cache.h"
#include "testbed/sim.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/units.h"
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREPARATIONS "preparations"

#define CCACHE "ccache"

/* Of what kernel/ and image/ have not renamed to its place yet. */
#define UNFINISHED_PREFIX ".tmp-"

const char *const cache_kinds[] = { "kernels", "sources", "images", PREPARATIONS, CCACHE, NULL };

static void free_entry(gpointer data)
{
	struct cache_entry *entry = data;

	g_free(entry->name);
	g_free(entry->note);
	g_free(entry);
}

static gint compare_use(gconstpointer a, gconstpointer b)
{
	const struct cache_entry *one = *(struct cache_entry *const *)a;
	const struct cache_entry *other = *(struct cache_entry *const *)b;

	if (one->last_use != other->last_use)
		return one->last_use < other->last_use ? -1 : 1;
	return strcmp(one->name, other->name);
}

static char *entry_path(const char *kind, const char *name)
{
	g_autofree char *folder = paths_made(kind);

	return g_build_filename(folder, name, NULL);
}

static void add_entry(const char *kind, const char *name, GPtrArray *entries)
{
	g_autofree char *path = entry_path(kind, name);
	struct cache_entry *entry;
	struct stat info;

	if (stat(path, &info) < 0)
		return; /* never made, or gone since it was listed */
	entry = g_new0(struct cache_entry, 1);
	entry->kind = kind;
	entry->name = g_strdup(name);
	entry->bytes = fs_disk_usage(path);
	entry->last_use = info.st_mtime;
	if (!strcmp(kind, PREPARATIONS))
		entry->note = sim_describe_preparation(name);
	else if (g_str_has_prefix(name, UNFINISHED_PREFIX))
		entry->note = g_strdup("unfinished");
	g_ptr_array_add(entries, entry);
}

/* Locks and logs are no entries: they are tiny. What a killed build left is one. */
static bool is_entry(const char *name)
{
	return g_str_has_prefix(name, UNFINISHED_PREFIX) ||
	       (name[0] != '.' && strcmp(name, "logs") && !g_str_has_suffix(name, ".lock"));
}

static int list_kind(const char *kind, GPtrArray *entries)
{
	g_autofree char *folder = paths_made(kind);
	g_autoptr(GPtrArray) names = NULL;
	int err;

	if (!strcmp(kind, CCACHE)) {
		add_entry(kind, ".", entries); /* ccache's own files mean nothing one by one */
		return 0;
	}
	err = fs_list(folder, &names);
	if (err)
		return err;
	for (guint i = 0; i < names->len; i++)
		if (is_entry(names->pdata[i]))
			add_entry(kind, names->pdata[i], entries);
	return 0;
}

int cache_list(const char *kind, GPtrArray **entries)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(free_entry);
	bool known = false;
	int err = 0;

	for (const char *const *row = cache_kinds; *row && !err; row++) {
		if (kind && strcmp(kind, *row))
			continue;
		known = true;
		err = list_kind(*row, found);
	}
	if (err)
		return err;
	if (!known) {
		const char *near = units_nearest(kind, cache_kinds);
		g_autofree char *all = g_strjoinv(", ", (char **)cache_kinds);

		return error_set(EINVAL, "%s: there is no such cache%s%s%s; there are %s", kind,
				 near ? ", did you mean " : "", near ? near : "", near ? "?" : "",
				 all);
	}
	g_ptr_array_sort(found, compare_use);
	*entries = g_steal_pointer(&found);
	return 0;
}

int cache_remove(const struct cache_entry *entry)
{
	g_autofree char *path = entry_path(entry->kind, entry->name);
	int lock, err;

	err = lock_made_alone(&lock);
	if (err)
		return err;
	err = strcmp(entry->kind, PREPARATIONS) ? fs_remove_tree(path)
						: sim_remove_preparation(entry->name);
	close(lock);
	return err;
}

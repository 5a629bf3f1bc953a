// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists the caches in the folder of everything made, and frees what is in them. */
#include "testbed/cache.h"

#include "image/store.h"
#include "kernel/cache.h"
#include "kernel/objects.h"
#include "kernel/source.h"
#include "testbed/sim_cache.h"
#include "util/cachedir.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/progress.h"
#include "util/units.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct store *const stores[] = {
	&kernel_store, &source_store, &objects_store, &image_store, &preparation_store,
};

/* No store: its files mean nothing one by one, and ccache makes and frees them. */
#define CCACHE "ccache"
#define WHOLE  "."

const char *const *cache_kinds(void)
{
	static const char *kinds[G_N_ELEMENTS(stores) + 2];

	for (size_t i = 0; i < G_N_ELEMENTS(stores); i++)
		kinds[i] = stores[i]->kind;
	kinds[G_N_ELEMENTS(stores)] = CCACHE;
	return kinds;
}

/* NULL: ccache. */
static const struct store *store_of(const char *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(stores); i++)
		if (!strcmp(stores[i]->kind, kind))
			return stores[i];
	return NULL;
}

int cache_claim(void)
{
	g_autofree char *ccache = paths_made(CCACHE);
	int err = 0;

	for (size_t i = 0; !err && i < G_N_ELEMENTS(stores); i++) {
		err = store_claim(stores[i]);
		if (!err)
			store_sweep(stores[i]);
	}
	/* A user's own ccache folder may be written by ccache, but not pruned. */
	return !err && !cachedir_check(ccache, NULL, NULL) ? cachedir_make(ccache, NULL, NULL)
							   : err;
}

static int ccache_list(GPtrArray **entries)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(store_entry_free);
	g_autofree char *folder = paths_made(CCACHE);
	g_autoptr(GPtrArray) names = NULL;
	struct store_entry *entry;
	struct stat info;
	int err = cachedir_check(folder, NULL, NULL);

	if (!err)
		err = fs_list(folder, &names);
	if (err)
		return err;
	if (names->len > 1 && !stat(folder, &info)) { /* than the mark */
		entry = g_new0(struct store_entry, 1);
		entry->kind = CCACHE;
		entry->name = g_strdup(WHOLE);
		entry->bytes = fs_disk_usage(folder);
		entry->last_use = info.st_mtime;
		g_ptr_array_add(found, entry);
	}
	*entries = g_steal_pointer(&found);
	return 0;
}

static int list_all(GPtrArray **entries)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(store_entry_free);

	for (const char *const *kind = cache_kinds(); *kind; kind++) {
		const struct store *store = store_of(*kind);
		GPtrArray *some = NULL;
		int err = store ? store_list(store, &some) : ccache_list(&some);

		if (err && err != -EINVAL)
			return err;
		if (err)
			progress_warn("%s", error_text());
		else
			g_ptr_array_extend_and_steal(all, some);
	}
	g_ptr_array_sort(all, store_entry_compare);
	*entries = g_steal_pointer(&all);
	return 0;
}

int cache_list(const char *kind, GPtrArray **entries)
{
	const struct store *store = kind ? store_of(kind) : NULL;
	g_autofree char *all = NULL;
	const char *near;

	if (!kind)
		return list_all(entries);
	if (store || !strcmp(kind, CCACHE))
		return store ? store_list(store, entries) : ccache_list(entries);
	near = units_nearest(kind, cache_kinds());
	all = g_strjoinv(", ", (char **)cache_kinds());
	return error_set(EINVAL, "%s: no such cache%s%s%s; there are %s", kind,
			 near ? ", did you mean " : "", near ? near : "", near ? "?" : "", all);
}

static int ccache_remove(void)
{
	g_autofree char *folder = paths_made(CCACHE);
	int err = cachedir_check(folder, NULL, NULL);

	return err ? err : fs_remove_tree(folder);
}

int cache_remove(const struct store_entry *entry)
{
	const struct store *store = store_of(entry->kind);
	int lock, err = lock_made_alone(&lock);

	if (err)
		return err;
	err = store ? store_remove(store, entry->name) : ccache_remove();
	close(lock);
	return err;
}

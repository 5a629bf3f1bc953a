// SPDX-License-Identifier: GPL-2.0-or-later
/* Lists, sweeps and removes the entries of a cache folder. */
#include "util/store.h"
#include "util/store_names.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char hex[] = "0123456789abcdef";

/* How many hex digits the text begins with. */
static size_t digits_count(const char *text)
{
	return strspn(text, hex);
}

/* Ends in "-HASH16": an entry of this version. */
static const char *entry_hash(const char *name)
{
	const char *dash = *name == '.' ? NULL : strrchr(name, '-');

	return dash && dash != name && digits_count(dash + 1) == STORE_DIGITS &&
			       !dash[1 + STORE_DIGITS]
		       ? dash + 1
		       : NULL;
}

/* The hash in ".tmp-HASH16" and whatever follows, such as "-damaged". */
static const char *hidden_hash(const char *name, const char *prefix)
{
	const char *rest = name + strlen(prefix);

	return g_str_has_prefix(name, prefix) && digits_count(rest) == STORE_DIGITS ? rest : NULL;
}

/*
 * What earlier versions left, which nothing uses any more: images NAME-HASH16.cpio, sizes of kept
 * sources NAME-HASH16.size, preparations under all 64 digits, their locks and halves.
 */
static bool is_of_old(const char *name)
{
	static const char *const ends[] = { "", ".tmp", ".lock", ".cpio", ".size", NULL };
	const char *dot = strchr(name, '.');
	const char *end = dot ? dot : name + strlen(name);
	const size_t length = (size_t)(end - name);
	const char *begin = length > STORE_DIGITS ? end - STORE_DIGITS : name;

	if (!g_strv_contains(ends, end))
		return false;
	if (length == 64)
		return digits_count(name) == length;
	return *end && begin > name && begin[-1] == '-' && digits_count(begin) == STORE_DIGITS;
}

static const char *unfinished_hash(const char *name)
{
	return hidden_hash(name, STORE_UNFINISHED);
}

static char *note_of(const struct store *store, const char *name, const char *path)
{
	json_t *facts;
	char *note;

	if (unfinished_hash(name))
		return g_strdup("unfinished");
	if (is_of_old(name))
		return g_strdup("of an earlier version");
	facts = store->describe ? store_facts(store, path) : NULL;
	note = facts ? store->describe(facts) : NULL;
	json_decref(facts);
	return note;
}

static void entry_free(gpointer data)
{
	struct store_entry *entry = data;

	g_free(entry->name);
	g_free(entry->note);
	g_free(entry);
}

static gint compare_use(gconstpointer a, gconstpointer b)
{
	const struct store_entry *one = *(struct store_entry *const *)a;
	const struct store_entry *other = *(struct store_entry *const *)b;

	if (one->last_use != other->last_use)
		return one->last_use < other->last_use ? -1 : 1;
	return strcmp(one->name, other->name);
}

int store_list(const struct store *store, GPtrArray **entries)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(entry_free);
	g_autofree char *all = paths_made(store->kind);
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(all, &names);

	*entries = NULL;
	for (guint i = 0; !err && i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(all, name, NULL);
		struct store_entry *entry;
		struct stat info;

		if (!entry_hash(name) && !unfinished_hash(name) && !is_of_old(name))
			continue;
		if (lstat(path, &info) < 0)
			continue; /* gone since it was listed */
		entry = g_new0(struct store_entry, 1);
		entry->name = g_strdup(name);
		entry->bytes = fs_disk_usage(path);
		entry->last_use = info.st_mtime;
		entry->note = note_of(store, name, path);
		g_ptr_array_add(found, entry);
	}
	if (err)
		return err;
	g_ptr_array_sort(found, compare_use);
	*entries = g_steal_pointer(&found);
	return 0;
}

static bool has_entry(const struct store *store, const char *hash)
{
	g_autofree char *all = paths_made(store->kind);
	g_autoptr(GPtrArray) names = NULL;
	bool found = false;

	if (fs_list(all, &names))
		return true;
	for (guint i = 0; i < names->len; i++) {
		const char *one = entry_hash(names->pdata[i]);

		found |= one && !strncmp(one, hash, STORE_DIGITS);
	}
	return found;
}

/* With the lock held. Under a name of no entry first: interrupted half-way, none must be found. */
static int entry_remove(const struct store *store, const char *hash, const char *path)
{
	g_autofree char *aside = store_hidden(store, STORE_UNFINISHED, hash);
	int err = fs_remove_tree(aside);

	if (!err && strcmp(aside, path) && rename(path, aside) < 0 && errno != ENOENT)
		err = error_sys(errno, "%s: cannot be removed", path);
	return err ? err : fs_remove_tree(aside);
}

int store_remove(const struct store *store, const char *name)
{
	g_autofree char *all = paths_made(store->kind);
	g_autofree char *path = g_build_filename(all, name, NULL);
	const char *hash = entry_hash(name) ? entry_hash(name) : unfinished_hash(name);
	g_autofree char *lock_file = hash ? store_hidden(store, STORE_LOCK, hash) : NULL;
	int lock = -1, err;

	if (!hash)
		return is_of_old(name)
			       ? fs_remove_tree(path)
			       : error_set(EINVAL, "%s: is not an entry of this cache", path);
	err = store_lock(store, hash, true, false, &lock);
	if (err)
		return err;
	err = entry_hash(name) ? entry_remove(store, hash, path) : fs_remove_tree(path);
	if (!err && !has_entry(store, hash))
		unlink(lock_file);
	close(lock);
	return err;
}

/* What is being made is locked, and stays. */
static void lock_sweep(const struct store *store, const char *hash)
{
	g_autofree char *path = store_hidden(store, STORE_LOCK, hash);
	int lock = -1;

	if (has_entry(store, hash) || store_lock(store, hash, true, false, &lock))
		return;
	if (!has_entry(store, hash))
		unlink(path);
	close(lock);
}

void store_sweep(const struct store *store)
{
	g_autofree char *all = paths_made(store->kind);
	g_autoptr(GPtrArray) names = NULL;
	char *kept = error_keep();

	if (!fs_list(all, &names))
		for (guint i = 0; i < names->len; i++) {
			const char *name = names->pdata[i];
			const char *lock = hidden_hash(name, STORE_LOCK);

			if (unfinished_hash(name))
				(void)store_remove(store, name);
			else if (lock)
				lock_sweep(store, lock);
		}
	error_restore(0, kept);
}

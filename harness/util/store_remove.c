// SPDX-License-Identifier: GPL-2.0-or-later
/* Removes what nobody makes or uses from a cache folder. */
#include "util/store.h"
#include "util/store_names.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/progress.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int names_list(const struct store *store, GPtrArray **names)
{
	g_autofree char *all = paths_made(store->kind);

	return fs_list(all, names);
}

/* All that is unfinished of the hash, with its lock held. */
static int unfinished_remove(const struct store *store, const char *hash)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = names_list(store, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = store_in(store, names->pdata[i]);
		char its[STORE_DIGITS + 1];

		if (store_form(store, names->pdata[i], its) != STORE_UNFINISHED ||
		    strncmp(its, hash, STORE_DIGITS))
			continue;
		progress_live("removing the unfinished %s", path);
		err = fs_remove_tree(path);
		progress_clear();
	}
	return err;
}

static bool has_entry(const GPtrArray *names, const char *hash)
{
	for (guint i = 0; i < names->len; i++)
		if (store_is_entry(names->pdata[i], hash))
			return true;
	return false;
}

static int try_lock(const struct store *store, const char *hash, int *fd)
{
	g_autofree char *path = store_lock_file(store, hash);

	return lock_take(path, true, false, fd);
}

/* The lock is held; its file goes when there is nothing to lock. */
static void unlock(const struct store *store, const char *hash, int lock)
{
	g_autofree char *path = store_lock_file(store, hash);
	g_autoptr(GPtrArray) names = NULL;

	if (!names_list(store, &names) && !has_entry(names, hash))
		unlink(path);
	close(lock);
}

/* Interrupted half-way, no entry must be found: it loses its name first. */
static int entry_remove(const struct store *store, const char *name, const char *hash)
{
	g_autofree char *path = store_in(store, name), *aside = store_unfinished(store, hash);

	if (rename(path, aside) < 0 && errno != ENOENT)
		return error_sys(errno, "%s: cannot remove", path);
	return unfinished_remove(store, hash);
}

int store_remove(const struct store *store, const char *name)
{
	g_autofree char *path = store_in(store, name);
	char hash[STORE_DIGITS + 1];
	enum store_form form = store_form(store, name, hash);
	int lock, err = store_check(store);

	if (err)
		return err;
	if (form == STORE_FORMER)
		return fs_remove_tree(path);
	if (form != STORE_ENTRY && form != STORE_UNFINISHED)
		return error_set(EINVAL, "%s: is not an entry of this cache", path);
	if (!fs_exists(path))
		return 0;
	err = try_lock(store, hash, &lock);
	if (err)
		return err;
	err = form == STORE_ENTRY ? entry_remove(store, name, hash)
				  : unfinished_remove(store, hash);
	unlock(store, hash, lock);
	return err;
}

/* What is being made is locked, and stays. */
static void sweep(const struct store *store, const GPtrArray *names, const char *held)
{
	for (guint i = 0; i < names->len; i++) {
		char hash[STORE_DIGITS + 1];
		enum store_form form = store_form(store, names->pdata[i], hash);
		int lock;

		if (form != STORE_UNFINISHED && (form != STORE_LOCK || has_entry(names, hash)))
			continue;
		if ((held && !strncmp(hash, held, STORE_DIGITS)) || try_lock(store, hash, &lock))
			continue;
		(void)unfinished_remove(store, hash);
		unlock(store, hash, lock);
	}
}

void store_sweep_holding(const struct store *store, const char *hash)
{
	g_autoptr(GPtrArray) names = NULL;
	char *kept = error_keep();

	if (hash)
		(void)unfinished_remove(store, hash);
	if (!store_check(store) && !names_list(store, &names))
		sweep(store, names, hash);
	error_restore(0, kept);
}

void store_sweep(const struct store *store)
{
	store_sweep_holding(store, NULL);
}

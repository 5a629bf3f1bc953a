// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps entries in folders that get their name when they are complete. */
#include "util/store.h"
#include "util/store_names.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH_MEMBER "hash"

char *store_path(const struct store *store, const char *name, const char *hash)
{
	g_autofree char *whole = g_strdup_printf("%s-%.*s", name, STORE_DIGITS, hash);

	return store_in(store, whole);
}

json_t *store_facts(const struct store *store, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, store->facts, NULL);

	return json_load_file(path, 0, NULL);
}

static bool entry_is_whole(const struct store *store, const char *folder, const char *hash)
{
	json_t *facts = store_facts(store, folder);
	const char *said = json_string_value(json_object_get(facts, HASH_MEMBER));
	bool whole =
		said && !strcmp(said, hash) && (!store->is_whole || store->is_whole(folder, facts));

	json_decref(facts);
	return whole;
}

char *store_find(const struct store *store, const char *hash)
{
	g_autofree char *all = paths_made(store->kind);
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(all, &names) < 0)
		return NULL;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = NULL;

		if (!store_is_entry(names->pdata[i], hash))
			continue;
		path = store_in(store, names->pdata[i]);
		if (entry_is_whole(store, path, hash))
			return g_steal_pointer(&path);
	}
	return NULL;
}

int store_lock(const struct store *store, const char *hash, bool exclusive, int *fd)
{
	g_autofree char *path = store_lock_file(store, hash);
	int err = store_claim(store);

	if (err)
		return err;
	err = lock_take(path, exclusive, false, fd);
	if (err == -EBUSY) {
		progress_note("waiting: %s", error_text());
		err = lock_take(path, exclusive, true, fd);
	}
	if (!err && exclusive)
		store_sweep_holding(store, hash);
	return err;
}

int store_begin(const struct store *store, const char *hash, char **folder)
{
	g_autofree char *path = store_unfinished(store, hash);
	int err = process_dry_run() ? 0 : fs_make_folder(path);

	*folder = err ? NULL : g_steal_pointer(&path);
	return err;
}

static int path_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 || fsync(fd) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	/* Some file systems cannot sync a folder. */
	return err && err != -EINVAL ? error_sys(-err, "%s: cannot write it to the disk", path) : 0;
}

/* The name must not reach the disk before the files do. is_whole() is the proof of trees below. */
static int files_sync(const char *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			err = path_sync(path);
	}
	return err ? err : path_sync(folder);
}

static int facts_write(const struct store *store, const char *folder, const char *hash,
		       json_t *facts)
{
	g_autofree char *path = g_build_filename(folder, store->facts, NULL);
	char *text;
	int err;

	if (json_object_set_new(facts, HASH_MEMBER, json_string(hash)))
		return error_set(EINVAL, "%s: cannot be written: it has text that is not UTF-8",
				 path);
	text = json_dumps(facts, JSON_INDENT(2));
	err = fs_write_atomic(path, text, strlen(text));
	free(text);
	return err;
}

/* What has the name already is not whole, or nobody would have made the entry anew. */
static int entry_name(const char *unfinished, const char *path, const char *aside)
{
	bool replaces = fs_exists(path);

	if (replaces) {
		progress_warn("%s: is damaged or of an earlier version, and is replaced", path);
		if (rename(path, aside) < 0)
			return error_sys(errno, "%s: cannot be renamed to %s", path, aside);
	}
	if (rename(unfinished, path) < 0)
		return error_sys(errno, "%s: cannot be renamed to %s", unfinished, path);
	if (replaces)
		(void)fs_remove_tree(aside);
	return 0;
}

int store_publish(const struct store *store, const char *folder, const char *name, const char *hash,
		  json_t *facts)
{
	g_autofree char *aside = store_unfinished(store, hash);
	g_autofree char *path = store_path(store, name, hash);
	g_autofree char *all = paths_made(store->kind);
	int err = facts_write(store, folder, hash, facts);

	json_decref(facts);
	if (!err)
		err = files_sync(folder);
	if (!err)
		err = entry_name(folder, path, aside);
	if (err)
		store_abandon(folder);
	return err ? err : path_sync(all);
}

void store_abandon(const char *folder)
{
	char *kept = error_keep();

	if (folder && !process_dry_run())
		fs_remove_tree(folder);
	error_restore(0, kept);
}

void store_touch(const char *folder)
{
	(void)utimensat(AT_FDCWD, folder, NULL, 0);
}

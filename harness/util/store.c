// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps entries in folders that get their name when they are complete. */
#include "util/store.h"
#include "util/store_names.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HASH_MEMBER "hash"

static char *made_path(const struct store *store, const char *name)
{
	g_autofree char *folder = paths_made(store->kind);

	return g_build_filename(folder, name, NULL);
}

char *store_path(const struct store *store, const char *name, const char *hash)
{
	g_autofree char *whole = g_strdup_printf("%s-%.*s", name, STORE_DIGITS, hash);

	return made_path(store, whole);
}

char *store_hidden(const struct store *store, const char *prefix, const char *hash)
{
	g_autofree char *name = g_strdup_printf("%s%.*s", prefix, STORE_DIGITS, hash);

	return made_path(store, name);
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
	g_autofree char *suffix = g_strdup_printf("-%.*s", STORE_DIGITS, hash);
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(all, &names) < 0)
		return NULL;
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = made_path(store, name);

		if (*name != '.' && g_str_has_suffix(name, suffix) &&
		    entry_is_whole(store, path, hash))
			return g_steal_pointer(&path);
	}
	return NULL;
}

int store_lock(const struct store *store, const char *hash, bool exclusive, bool wait, int *fd)
{
	g_autofree char *all = paths_made(store->kind);
	g_autofree char *path = store_hidden(store, STORE_LOCK, hash);
	int err = fs_make_folder(all);

	if (!err)
		err = lock_take(path, exclusive, false, fd);
	if (err != -EBUSY || !wait)
		return err;
	progress_note("waiting: %s", error_text());
	return lock_take(path, exclusive, true, fd);
}

int store_begin(const struct store *store, const char *hash, char **folder)
{
	g_autofree char *path = store_hidden(store, STORE_UNFINISHED, hash);
	int err = fs_remove_tree(path); /* a killed process left it: the lock is ours */

	*folder = NULL;
	if (!err)
		err = fs_make_folder(path);
	if (!err)
		*folder = g_steal_pointer(&path);
	return err;
}

static int path_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 || fsync(fd) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	/* Some file systems cannot sync a folder. */
	return err && err != -EINVAL ? error_sys(-err, "%s: cannot be written to the disk", path)
				     : 0;
}

/* The name must not reach the disk before the files do. Of a tree below, is_whole() is the proof.
 */
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

	json_object_set_new(facts, HASH_MEMBER, json_string(hash));
	text = json_dumps(facts, JSON_INDENT(2));
	err = fs_write_atomic(path, text, strlen(text));
	free(text);
	return err;
}

/* Of the same name there can only be a damaged one, or nobody would have made it anew. */
static int entry_name(const char *unfinished, const char *path)
{
	g_autofree char *aside = g_strconcat(unfinished, "-damaged", NULL);
	int err = 0;

	if (fs_exists(path)) {
		progress_warn("%s: is damaged and will be replaced", path);
		if (rename(path, aside) < 0)
			err = error_sys(errno, "%s: cannot be renamed to %s", path, aside);
	}
	if (!err && rename(unfinished, path) < 0)
		err = error_sys(errno, "%s: cannot be renamed to %s", unfinished, path);
	return err ? err : fs_remove_tree(aside);
}

int store_publish(const struct store *store, const char *name, const char *hash, json_t *facts)
{
	g_autofree char *unfinished = store_hidden(store, STORE_UNFINISHED, hash);
	g_autofree char *path = store_path(store, name, hash);
	g_autofree char *all = paths_made(store->kind);
	int err = facts_write(store, unfinished, hash, facts);

	json_decref(facts);
	if (!err)
		err = files_sync(unfinished);
	if (!err)
		err = entry_name(unfinished, path);
	return err ? err : path_sync(all);
}

void store_abandon(const struct store *store, const char *hash)
{
	g_autofree char *unfinished = store_hidden(store, STORE_UNFINISHED, hash);
	char *kept = error_keep();

	fs_remove_tree(unfinished);
	error_restore(0, kept);
}

void store_touch(const struct store *store, const char *hash)
{
	g_autofree char *path = store_find(store, hash);

	if (path)
		(void)utimensat(AT_FDCWD, path, NULL, 0);
}

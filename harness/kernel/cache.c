// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps finished builds; a folder is complete when it has its final name, and never before. */
#include "kernel/cache.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SHORT_HASH  16 /* digits in names; build.json has all 64 */
#define FACTS_FILE  "build.json"
#define TEMP_PREFIX ".tmp-"
#define FOLDER	    "kernels"

static char *made_path(const char *subfolder, char *name)
{
	g_autofree char *folder = paths_made(FOLDER);
	g_autofree char *owned = name;

	return subfolder ? g_build_filename(folder, subfolder, owned, NULL)
			 : g_build_filename(folder, owned, NULL);
}

char *cache_folder(const char *name, const char *hash)
{
	return made_path(NULL, g_strdup_printf("%s-%.*s", name, SHORT_HASH, hash));
}

char *cache_log(const char *name, const char *hash)
{
	return made_path("logs", g_strdup_printf("%s-%.*s.log", name, SHORT_HASH, hash));
}

char *cache_count(const char *name)
{
	return made_path("logs", g_strdup_printf("%s.count", name));
}

char *cache_temporary(const char *hash)
{
	return made_path(NULL,
			 g_strdup_printf(TEMP_PREFIX "%.*s-%d", SHORT_HASH, hash, (int)getpid()));
}

static char *lock_path(const char *hash)
{
	return made_path(NULL, g_strdup_printf(".lock-%.*s", SHORT_HASH, hash));
}

static bool entry_is_whole(const char *folder, const char *hash)
{
	g_autofree char *facts_path = g_build_filename(folder, FACTS_FILE, NULL);
	json_t *facts = json_load_file(facts_path, 0, NULL), *sum;
	const char *said = json_string_value(json_object_get(facts, "hash")), *name;
	bool whole = said && !strcmp(said, hash);

	json_object_foreach (json_object_get(facts, "files"), name, sum) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *now = NULL;

		if (fs_hash_file(path, &now) < 0 || g_strcmp0(now, json_string_value(sum)))
			whole = false;
	}
	json_decref(facts);
	return whole;
}

char *cache_find(const char *hash)
{
	g_autofree char *folder = paths_made(FOLDER);
	g_autofree char *suffix = g_strdup_printf("-%.*s", SHORT_HASH, hash);
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(folder, &names) < 0)
		return NULL;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (*(char *)names->pdata[i] == '.' || !g_str_has_suffix(names->pdata[i], suffix))
			continue;
		if (entry_is_whole(path, hash))
			return g_steal_pointer(&path);
	}
	return NULL;
}

/* A temporary folder whose lock can be had belongs to nobody any more. */
static void leftovers_remove(const char *own_hash)
{
	g_autofree char *folder = paths_made(FOLDER);
	g_autofree char *own = g_strndup(own_hash, SHORT_HASH);
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(folder, &names) < 0)
		return;
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *hash = NULL, *lock = NULL;
		int fd = -1;

		if (!g_str_has_prefix(name, TEMP_PREFIX))
			continue;
		hash = g_strndup(name + strlen(TEMP_PREFIX), SHORT_HASH);
		lock = lock_path(hash);
		if (strcmp(hash, own) && lock_take(lock, true, false, &fd) < 0)
			continue;
		fs_remove_tree(path);
		if (fd >= 0)
			close(fd);
	}
}

int cache_lock(const char *hash, int *fd)
{
	g_autofree char *logs = made_path("logs", g_strdup(""));
	g_autofree char *path = lock_path(hash);
	int err = fs_make_folder(logs);

	if (!err)
		err = lock_take(path, true, false, fd);
	if (err == -EBUSY) {
		progress_note("waiting for another build of the same: %s", error_text());
		err = lock_take(path, true, true, fd);
	}
	if (!err)
		leftovers_remove(hash);
	return err;
}

static int file_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;

	if (fd < 0 || fsync(fd) < 0)
		err = error_sys(errno, "%s: cannot write it to the disk", path);
	if (fd >= 0)
		close(fd);
	return err;
}

static int files_hash(const char *folder, json_t *files)
{
	g_autoptr(GPtrArray) names = NULL;
	int err = fs_list(folder, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		g_autofree char *sum = NULL;

		err = fs_hash_file(path, &sum);
		if (!err)
			err = file_sync(path);
		if (!err)
			json_object_set_new(files, names->pdata[i], json_string(sum));
	}
	return err;
}

int cache_publish(const char *result, const char *name, const char *hash, json_t *facts)
{
	g_autofree char *facts_path = g_build_filename(result, FACTS_FILE, NULL);
	g_autofree char *final = cache_folder(name, hash);
	g_autofree char *parent = paths_made(FOLDER);
	json_t *files = json_object();
	char *text = NULL;
	int err = files_hash(result, files);

	json_object_set_new(facts, "files", files);
	text = json_dumps(facts, JSON_INDENT(2));
	if (!err)
		err = fs_write_atomic(facts_path, text, strlen(text));
	if (fs_exists(final))
		progress_warn("%s: is damaged and will be replaced", final);
	if (!err)
		err = fs_remove_tree(final);
	if (!err && g_rename(result, final) < 0)
		err = error_sys(errno, "%s: cannot be renamed to %s", result, final);
	if (!err)
		err = file_sync(parent);
	free(text);
	json_decref(facts);
	return err;
}

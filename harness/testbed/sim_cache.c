// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of preparations: where one is, who may touch it, what removes it. */
#include "testbed/sim_cache.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <jansson.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOCK_SUFFIX ".lock"

char *sim_folder(const char *hash)
{
	g_autofree char *all = paths_made("preparations");

	return g_build_filename(all, hash, NULL);
}

char *sim_snapshot(const char *hash)
{
	g_autofree char *folder = sim_folder(hash);

	return g_build_filename(folder, "snapshot", NULL);
}

/* The folder gets its name when all in it is complete and on the disk. */
bool sim_is_made(const char *hash)
{
	g_autofree char *snapshot = sim_snapshot(hash);

	return fs_exists(snapshot);
}

static char *lock_path(const char *hash)
{
	g_autofree char *folder = sim_folder(hash);

	return g_strconcat(folder, LOCK_SUFFIX, NULL);
}

int sim_lock(const char *hash, bool exclusive, bool wait, int *fd)
{
	g_autofree char *all = paths_made("preparations");
	g_autofree char *path = lock_path(hash);
	int err;

	err = fs_make_folder(all);
	if (err)
		return err;
	return lock_take(path, exclusive, wait, fd);
}

void sim_touch(const char *hash)
{
	g_autofree char *folder = sim_folder(hash);

	/* Only the order of removal depends on it. */
	(void)utimensat(AT_FDCWD, folder, NULL, 0);
}

char *sim_describe_preparation(const char *name)
{
	g_autofree char *folder = sim_folder(name);
	g_autofree char *path = g_build_filename(folder, "preparation.json", NULL);
	json_t *document = json_load_file(path, 0, NULL);
	const char *setup = json_string_value(json_object_get(document, "setup"));
	const json_t *seed = json_object_get(document, "boot_seed");
	char *text = NULL;

	if (json_is_integer(seed))
		text = g_strdup_printf("%s%sboot seed %" JSON_INTEGER_FORMAT, setup ? setup : "",
				       setup ? ", " : "", json_integer_value(seed));
	json_decref(document);
	return text;
}

int sim_remove_preparation(const char *name)
{
	g_autofree char *hash = g_strndup(name, strcspn(name, "."));
	g_autofree char *path = sim_folder(name);
	g_autofree char *whole = sim_folder(hash);
	g_autofree char *unfinished = g_strconcat(whole, SIM_UNFINISHED, NULL);
	g_autofree char *locked = lock_path(hash);
	int lock, err;

	err = sim_lock(hash, true, false, &lock);
	if (err)
		return err;
	/* Renamed first: if this is interrupted, the rest must not look like a whole one. */
	err = fs_remove_tree(unfinished);
	if (!err && rename(path, unfinished) < 0 && errno != ENOENT)
		err = error_sys(errno, "%s: cannot remove", path);
	if (!err)
		err = fs_remove_tree(unfinished);
	if (!err && !fs_exists(whole))
		unlink(locked);
	close(lock);
	return err;
}

/* What is being made is locked, and stays. */
static void sweep_one(const char *name)
{
	g_autofree char *hash = g_strndup(name, strcspn(name, "."));
	g_autofree char *whole = sim_folder(hash);

	if (g_str_has_suffix(name, SIM_UNFINISHED) ||
	    (g_str_has_suffix(name, LOCK_SUFFIX) && !fs_exists(whole)))
		(void)sim_remove_preparation(name);
}

void sim_sweep(void)
{
	g_autofree char *all = paths_made("preparations");
	g_autoptr(GPtrArray) names = NULL;
	char *why = error_keep();

	if (!fs_list(all, &names))
		for (guint i = 0; i < names->len; i++)
			sweep_one(names->pdata[i]);
	error_restore(0, why);
}

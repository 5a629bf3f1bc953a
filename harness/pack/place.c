// SPDX-License-Identifier: GPL-2.0-or-later
/* Unfinished folders beside their place, each locked by the process that fills it. */
#include "pack/place.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".apfbench-unpack-"
#define RANDOM "XXXXXX"
#define LOCK   ".lock"

static char *lock_path(const char *folder)
{
	return g_build_filename(folder, LOCK, NULL);
}

/* Ours, and its maker is gone. */
static bool is_left(const char *path)
{
	g_autofree char *lock = lock_path(path);
	struct stat info, locked;
	int fd;

	if (lstat(path, &info) < 0 || !S_ISDIR(info.st_mode) || info.st_uid != getuid() ||
	    lstat(lock, &locked) < 0 || lock_take(lock, true, false, &fd))
		return false;
	close(fd);
	return true;
}

/* Best effort. */
static void left_remove(const char *parent)
{
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(parent, &names))
		return;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(parent, names->pdata[i], NULL);

		if (g_str_has_prefix(names->pdata[i], PREFIX) &&
		    strlen(names->pdata[i]) == strlen(PREFIX RANDOM) && is_left(path))
			(void)fs_remove_tree(path);
	}
}

static int folder_check(const char *folder)
{
	g_autoptr(GPtrArray) names = NULL;
	struct stat info;
	int err;

	if (lstat(folder, &info) < 0)
		return errno == ENOENT ? 0 : error_sys(errno, "%s: cannot stat", folder);
	err = S_ISDIR(info.st_mode) ? fs_list(folder, &names) : 0;
	if (!err && (!names || names->len))
		err = error_set(EEXIST, "%s: is there already; choose another folder", folder);
	return err;
}

int place_begin(const char *folder, struct place *place)
{
	g_autofree char *parent = g_path_get_dirname(folder), *lock = NULL;
	int err = folder_check(folder);

	if (err)
		return err;
	left_remove(parent);
	*place = (struct place){ .lock = -1 };
	place->unfinished = g_build_filename(parent, PREFIX RANDOM, NULL);
	if (!g_mkdtemp_full(place->unfinished, 0777)) {
		err = error_sys(errno, "%s: cannot make a folder there", parent);
		g_free(place->unfinished);
		return err;
	}
	place->folder = g_strdup(folder);
	lock = lock_path(place->unfinished);
	err = lock_take(lock, true, false, &place->lock);
	if (err)
		place_abandon(place);
	return err;
}

static void place_end(struct place *place)
{
	if (place->lock >= 0)
		close(place->lock);
	g_free(place->folder);
	g_free(place->unfinished);
	*place = (struct place){ .lock = -1 };
}

int place_finish(struct place *place)
{
	g_autofree char *lock = lock_path(place->unfinished);

	unlink(lock);
	/* Takes the place of an empty folder, and of nothing else. */
	if (rename(place->unfinished, place->folder) < 0)
		return errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
			       ? error_set(EEXIST, "%s: is there already; choose another folder",
					   place->folder)
			       : error_sys(errno, "%s: cannot make it", place->folder);
	place_end(place);
	return 0;
}

void place_abandon(struct place *place)
{
	char *kept = error_keep();

	(void)fs_remove_tree(place->unfinished);
	error_restore(0, kept);
	place_end(place);
}

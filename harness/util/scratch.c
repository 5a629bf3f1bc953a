// SPDX-License-Identifier: GPL-2.0-or-later
/* Private folders with short names: made, removed, and swept when their maker was killed. */
#include "util/scratch.h"
#include "util/digits.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include <errno.h>
#include <glib.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Not TMPDIR: it may be so long that no socket fits below it. */
#define SCRATCH_PARENT "/tmp"
#define SCRATCH_PREFIX "apfbench-"

/* A folder of another container, whose owner cannot be seen from here, still has this lock held. */
#define SCRATCH_LOCK  "lock"
#define SCRATCH_YOUNG 5 /* s */

/* The lock is held until the process ends, and so tells that it lives. */
static int scratch_hold(const char *folder)
{
	g_autofree char *lock = g_build_filename(folder, SCRATCH_LOCK, NULL);
	int fd;

	return lock_take(lock, true, false, &fd);
}

static bool scratch_is_held(const char *folder)
{
	g_autofree char *lock = g_build_filename(folder, SCRATCH_LOCK, NULL);
	struct stat info;
	int fd, err;

	/* A folder that is being made has no lock yet. */
	if (!fs_exists(lock))
		return !lstat(folder, &info) && time(NULL) - info.st_mtime < SCRATCH_YOUNG;
	err = lock_take(lock, true, false, &fd);
	if (!err)
		close(fd);
	return err;
}

int scratch_make(char **folder)
{
	char *path = g_strdup_printf(SCRATCH_PARENT "/" SCRATCH_PREFIX "%d-XXXXXX", getpid());

	if (!g_mkdtemp_full(path, 0700)) {
		int err = error_sys(errno, "%s: cannot make this private folder", path);

		g_free(path);
		return err;
	}
	*folder = path;
	return scratch_hold(path);
}

void scratch_remove(char *folder)
{
	if (folder)
		fs_remove_tree(folder);
	g_free(folder);
}

int scratch_disown(int err, const char *folder)
{
	g_autofree char *text = g_strdup(error_text());

	return err < 0 && strstr(text, folder)
		       ? error_set(-err, "%s (removed now; `apfbench run` keeps its logs)", text)
		       : err;
}

/* The pid in "apfbench-PID-XXXXXX", or 0. */
static pid_t scratch_owner(const char *name)
{
	const char *rest;
	uint64_t pid;

	if (!g_str_has_prefix(name, SCRATCH_PREFIX) ||
	    !digits_parse(name + strlen(SCRATCH_PREFIX), &pid, &rest))
		return 0;
	return *rest == '-' && pid <= INT_MAX ? (pid_t)pid : 0;
}

void scratch_sweep(void)
{
	g_autoptr(GPtrArray) names = NULL;
	struct stat info;

	if (fs_list(SCRATCH_PARENT, &names))
		return;
	for (guint i = 0; i < names->len; i++) {
		pid_t owner = scratch_owner(names->pdata[i]);
		g_autofree char *path = NULL;

		if (!owner || !kill(owner, 0) || errno != ESRCH)
			continue;
		path = g_build_filename(SCRATCH_PARENT, names->pdata[i], NULL);
		if (!lstat(path, &info) && S_ISDIR(info.st_mode) && info.st_uid == getuid() &&
		    !scratch_is_held(path))
			fs_remove_tree(path);
	}
}

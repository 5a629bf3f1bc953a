// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks by flock(): the kernel releases them however a process ends. */
#include "util/lock.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define IN_USE ".in-use"

/* Asks the kernel, since a shared lock has no single place for its holder's pid. 0: it does not
 * say. */
static int find_holder(int fd)
{
	g_autofree char *text = NULL, *file = NULL;
	g_auto(GStrv) lines = NULL;
	struct stat info;
	int pid = 0;

	if (fstat(fd, &info) < 0 || fs_read("/proc/locks", &text, NULL))
		return 0;
	/* "1: FLOCK  ADVISORY  READ 4711 08:01:1234 0 EOF" */
	file = g_strdup_printf(" %02x:%02x:%llu ", major(info.st_dev), minor(info.st_dev),
			       (unsigned long long)info.st_ino);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line && !pid; line++)
		if (strstr(*line, file) && sscanf(*line, "%*s FLOCK %*s %*s %d", &pid) != 1)
			pid = 0;
	return pid > 0 ? pid : 0;
}

static int refuse(const char *path, int fd)
{
	int holder = find_holder(fd);

	return holder ? error_set(EBUSY, "%s: in use by process %d; wait for it or end it", path,
				  holder)
		      : error_set(EBUSY, "%s: in use by another apfbench", path);
}

/* *is_at becomes false if it was unlinked between open() and flock(): another process would then
 * lock a different file. */
static int place_look(int fd, const char *path, bool *is_at)
{
	struct stat ours, there;

	*is_at = false;
	if (fstat(fd, &ours) < 0)
		return error_sys(errno, "%s: cannot look at the lock", path);
	if (lstat(path, &there) < 0)
		return errno == ENOENT ? 0 : error_sys(errno, "%s: cannot look at the lock", path);
	*is_at = ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
	return 0;
}

static int lock_open_file(const char *path, bool exclusive, bool wait, int fd)
{
	while (flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)) < 0) {
		if (errno == EINTR)
			continue;
		return errno == EWOULDBLOCK ? refuse(path, fd)
					    : error_sys(errno, "%s: cannot lock", path);
	}
	return 0;
}

/* Neither blocks on nor writes through a file that a stranger has put there. */
static int file_open(const char *path, int *fd)
{
	struct stat info;
	int err = 0;

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0666);
	if (*fd < 0 && errno == ELOOP)
		return error_set(EINVAL,
				 "%s: is a symbolic link, not a lock of apfbench; remove it", path);
	if (*fd < 0)
		return error_sys(errno, "%s: cannot open the lock", path);
	if (fstat(*fd, &info) < 0)
		err = error_sys(errno, "%s: cannot look at the lock", path);
	else if (!S_ISREG(info.st_mode))
		err = error_set(EINVAL,
				"%s: is not a regular file, so not a lock of apfbench; remove it",
				path);
	if (err) {
		close(*fd);
		*fd = -1;
	}
	return err;
}

int lock_take(const char *path, bool exclusive, bool wait, int *fd)
{
	bool is_at = false;
	int err;

	do {
		err = file_open(path, fd);
		if (err)
			return err;
		err = lock_open_file(path, exclusive, wait, *fd);
		if (!err)
			err = place_look(*fd, path, &is_at);
		if (!err && is_at)
			return 0;
		close(*fd);
		*fd = -1;
	} while (!err);
	return err;
}

static int take_made(bool exclusive, int *fd)
{
	g_autofree char *path = paths_made(IN_USE);
	g_autofree char *folder = g_path_get_dirname(path);
	int err = fs_make_folder(folder);

	*fd = -1;
	return err ? err : lock_take(path, exclusive, !exclusive, fd);
}

int lock_made(int *fd)
{
	return take_made(false, fd);
}

int lock_made_alone(int *fd)
{
	return take_made(true, fd);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Files by O_TMPFILE and linkat(), see open(2). */
#include "util/fs_new.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <sys/stat.h>
#include <unistd.h>

int fs_new_begin(const char *path, struct fs_new *file)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int err = 0;

	*file = (struct fs_new){ .fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666) };
	if (file->fd < 0)
		err = errno == EOPNOTSUPP
			      ? fs_create_beside(path, 0666, &file->temporary, &file->fd)
			      : error_sys(errno, "%s: cannot write there", folder);
	if (!err)
		file->path = g_strdup(path);
	return err;
}

static int taken_error(const char *path)
{
	return error_set(EEXIST, "%s: is there already; choose another name, or remove it", path);
}

int fs_new_check(const char *path)
{
	struct stat info;

	return lstat(path, &info) ? 0 : taken_error(path);
}

/* Links, since rename() would replace what is there. */
static int name_give(int fd, const char *path)
{
	g_autofree char *open_file = g_strdup_printf("/proc/self/fd/%d", fd);
	int err = fsync(fd) < 0 ? -errno : 0;

	if (!err && linkat(AT_FDCWD, open_file, AT_FDCWD, path, AT_SYMLINK_FOLLOW) < 0)
		err = -errno;
	if (err == -EEXIST)
		return taken_error(path);
	return err ? error_sys(-err, "%s: cannot write", path) : 0;
}

int fs_new_publish(struct fs_new *file)
{
	int err = file->temporary ? fs_new_check(file->path) : name_give(file->fd, file->path);

	if (!err && file->temporary) {
		err = fs_publish(g_steal_pointer(&file->temporary), file->fd, file->path, true);
		file->fd = -1;
	}
	fs_new_discard(file);
	return err;
}

void fs_new_discard(struct fs_new *file)
{
	if (file->fd >= 0)
		close(file->fd);
	if (file->temporary)
		unlink(file->temporary);
	g_free(file->temporary);
	g_free(file->path);
	*file = (struct fs_new){ .fd = -1 };
}

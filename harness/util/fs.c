// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and folders; everything durable is written beside its place and renamed. */
#include "util/fs.h"

#include "util/error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

int fs_make_folder(const char *path)
{
	if (g_mkdir_with_parents(path, 0777) < 0)
		return error_sys(errno, "%s: cannot make the folder", path);
	return 0;
}

int fs_check_writable(const char *folder)
{
	g_autofree char *probe = g_build_filename(folder, ".write-probe-XXXXXX", NULL);
	int err = fs_make_folder(folder), fd;

	if (err)
		return err;
	fd = g_mkstemp(probe);
	if (fd < 0)
		return error_sys(errno, "%s: cannot write there; choose another folder with -o",
				 folder);
	close(fd);
	unlink(probe);
	return 0;
}

static int read_all(int fd, GByteArray *bytes)
{
	guint8 chunk[65536];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno != EINTR)
			return -errno;
		if (got > 0)
			g_byte_array_append(bytes, chunk, (guint)got);
	}
	return 0;
}

/* GLib's own function leaves no errno behind that can be relied on. */
int fs_read(const char *path, char **text, size_t *length)
{
	GByteArray *bytes = g_byte_array_new();
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = fd < 0 ? -errno : read_all(fd, bytes);

	if (fd >= 0)
		close(fd);
	if (length)
		*length = bytes->len;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	*text = (char *)g_byte_array_free(bytes, err < 0);
	return err ? error_sys(-err, "%s: cannot read", path) : 0;
}

static int write_all(int fd, const char *data, size_t length)
{
	while (length) {
		ssize_t done = write(fd, data, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		data += done;
		length -= (size_t)done;
	}
	return 0;
}

static int folder_sync(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err = fd < 0 || fsync(fd) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

int fs_write_atomic(const char *path, const void *data, size_t length)
{
	g_autofree char *temporary = g_strconcat(path, ".tmp", NULL);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int err;

	if (fd < 0)
		return error_sys(errno, "%s: cannot write", path);
	err = write_all(fd, data, length);
	if (!err && fsync(fd) < 0)
		err = -errno;
	if (close(fd) < 0 && !err)
		err = -errno;
	if (!err && rename(temporary, path) < 0)
		err = -errno;
	if (!err)
		err = folder_sync(path);
	if (!err)
		return 0;
	unlink(temporary);
	return error_sys(-err, "%s: cannot write", path);
}

int fs_copy(const char *from, const char *to)
{
	struct stat st = { 0 };
	int err = 0, in, out;

	in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0 || fstat(in, &st) < 0) {
		err = error_sys(errno, "%s: cannot read", from);
		if (in >= 0)
			close(in);
		return err;
	}
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, st.st_mode & 0777);
	if (out < 0) {
		err = error_sys(errno, "%s: cannot write", to);
		close(in);
		return err;
	}
	for (;;) {
		ssize_t done = copy_file_range(in, NULL, out, NULL, 1 << 30, 0);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			err = error_sys(errno, "%s: cannot copy to %s", from, to);
		if (done <= 0)
			break;
	}
	if (close(out) < 0 && !err)
		err = error_sys(errno, "%s: cannot write", to);
	close(in);
	if (err)
		unlink(to);
	return err;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

int fs_remove_tree(const char *path)
{
	if (nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS) < 0 && errno != ENOENT)
		return error_sys(errno, "%s: cannot remove", path);
	return 0;
}

bool fs_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static uint64_t usage_sum;

static int usage_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)path, (void)ftw;
	if (type != FTW_NS)
		usage_sum += (uint64_t)st->st_blocks * 512;
	return 0;
}

uint64_t fs_disk_usage(const char *path)
{
	usage_sum = 0;
	nftw(path, usage_entry, 32, FTW_PHYS);
	return usage_sum;
}

int fs_free_space(const char *path, uint64_t *bytes)
{
	struct statvfs vfs;

	if (statvfs(path, &vfs) < 0)
		return error_sys(errno, "%s: cannot ask for free space", path);
	*bytes = (uint64_t)vfs.f_bavail * vfs.f_frsize;
	return 0;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int fs_list(const char *folder, GPtrArray **names)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int errnum;

	*names = NULL;
	if (!dir && errno != ENOENT)
		return error_sys(errno, "%s: cannot list", folder);
	for (errno = 0; dir && (entry = readdir(dir)); errno = 0)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			g_ptr_array_add(list, g_strdup(entry->d_name));
	errnum = errno;
	if (dir)
		closedir(dir);
	if (dir && errnum)
		return error_sys(errnum, "%s: cannot list", folder);
	g_ptr_array_sort(list, compare_names);
	*names = g_steal_pointer(&list);
	return 0;
}

void fs_remove_prefixed(const char *folder, const char *prefix)
{
	g_autoptr(GPtrArray) names = NULL;

	if (fs_list(folder, &names))
		return;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (g_str_has_prefix(names->pdata[i], prefix))
			fs_remove_tree(path);
	}
}

int fs_hash(GChecksum *sum, const char *path)
{
	unsigned char buffer[1 << 16];
	struct stat st = { 0 };
	ssize_t length;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) < 0) {
		int err = error_sys(errno, "%s: cannot read", path);

		if (fd >= 0)
			close(fd);
		return err;
	}
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *head = g_strdup_printf("%s %lld\n", base, (long long)st.st_size);

	g_checksum_update(sum, (const guchar *)head, -1);
	while ((length = read(fd, buffer, sizeof(buffer))) > 0)
		g_checksum_update(sum, buffer, length);
	if (length < 0)
		length = error_sys(errno, "%s: cannot read", path);
	close(fd);
	return (int)length;
}

int fs_hash_file(const char *path, char **hex)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	unsigned char buffer[1 << 16];
	ssize_t length = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*hex = NULL;
	if (fd >= 0) {
		while ((length = read(fd, buffer, sizeof(buffer))) > 0)
			g_checksum_update(sum, buffer, length);
		close(fd);
	}
	if (fd < 0 || length < 0)
		return error_sys(errno, "%s: cannot read", path);
	*hex = g_strdup(g_checksum_get_string(sum));
	return 0;
}

int fs_lock(const char *path, bool wait, int *fd)
{
	char holder[32] = "?";

	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*fd < 0)
		return error_sys(errno, "%s: cannot open the lock", path);
	while (flock(*fd, LOCK_EX | (wait ? 0 : LOCK_NB)) < 0) {
		int errnum = errno;
		ssize_t length;

		if (errnum == EINTR && wait)
			continue;
		length = pread(*fd, holder, sizeof(holder) - 1, 0);
		holder[length > 0 ? length : 0] = '\0';
		close(*fd);
		*fd = -1;
		return errnum == EWOULDBLOCK
			       ? error_set(EBUSY, "%s: in use by process %s; wait for it or end it",
					   path, g_strchomp(holder))
			       : error_sys(errnum, "%s: cannot lock", path);
	}
	g_autofree char *self = g_strdup_printf("%d\n", (int)getpid());

	if (ftruncate(*fd, 0) < 0 || pwrite(*fd, self, strlen(self), 0) < 0)
		return error_sys(errno, "%s: cannot write the lock", path);
	return 0;
}

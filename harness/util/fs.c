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
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define TEMPORARY_SUFFIX ".tmp"
#define RANDOM_DIGITS	 8

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
		return error_sys(errno,
				 "%s: cannot write there; choose another folder with -o or -c",
				 folder);
	close(fd);
	unlink(probe);
	return 0;
}

int fs_open(const char *path, int *fd)
{
	struct stat st;
	/* O_NONBLOCK: a FIFO without a writer would block us for ever. */
	int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), err = 0;

	*fd = -1;
	if (opened < 0 || fstat(opened, &st) < 0)
		err = error_sys(errno, "%s: cannot read", path);
	else if (S_ISDIR(st.st_mode))
		err = error_sys(EISDIR, "%s: cannot read", path);
	else if (!S_ISREG(st.st_mode))
		err = error_set(EINVAL, "%s: is not a regular file", path);
	if (!err)
		*fd = opened;
	else if (opened >= 0)
		close(opened);
	return err;
}

/* Files of /proc and /sys have no size, so the bytes are counted as they come. */
static int read_all(int fd, GByteArray *bytes)
{
	guint8 chunk[65536];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno != EINTR)
			return -errno;
		if (got > 0)
			g_byte_array_append(bytes, chunk, (guint)got);
		if (bytes->len > FS_READ_MOST)
			return -EFBIG;
	}
	return 0;
}

/* Not g_file_get_contents(), which leaves no reliable errno. */
int fs_read(const char *path, char **text, size_t *length)
{
	GByteArray *bytes;
	int fd, err = fs_open(path, &fd);

	*text = NULL;
	if (err)
		return err;
	bytes = g_byte_array_new();
	err = read_all(fd, bytes);
	close(fd);
	if (length)
		*length = bytes->len;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	*text = (char *)g_byte_array_free(bytes, err < 0);
	if (err == -EFBIG)
		return error_set(EFBIG, "%s: cannot read: larger than %d MiB", path,
				 FS_READ_MOST >> 20);
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

/* Some file systems (FUSE, 9p, CIFS) have no fsync() for folders. */
static int folder_sync(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err = fd < 0 || fsync(fd) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err == -EINVAL ? 0 : err;
}

int fs_create_beside(const char *path, mode_t mode, char **temporary, int *fd)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

	do {
		*temporary = g_strdup_printf("%s.%08x" TEMPORARY_SUFFIX, path, g_random_int());
		*fd = open(*temporary, flags, mode);
		if (*fd >= 0)
			return 0;
		g_clear_pointer(temporary, g_free);
	} while (errno == EEXIST);
	return error_sys(errno, "%s: cannot write", path);
}

int fs_publish(char *temporary, int fd, const char *path, bool durable)
{
	int err = durable && fsync(fd) < 0 ? -errno : 0;

	if (close(fd) < 0 && !err)
		err = -errno;
	if (!err && rename(temporary, path) < 0)
		err = -errno;
	if (!err && durable)
		err = folder_sync(path);
	if (err)
		fs_discard(temporary, -1);
	else
		g_free(temporary);
	return err ? error_sys(-err, "%s: cannot write", path) : 0;
}

void fs_discard(char *temporary, int fd)
{
	if (fd >= 0)
		close(fd);
	unlink(temporary);
	g_free(temporary);
}

char *fs_temporary_of(const char *name)
{
	size_t length = strlen(name);
	const char *digits;

	if (!g_str_has_suffix(name, TEMPORARY_SUFFIX))
		return NULL;
	length -= strlen(TEMPORARY_SUFFIX);
	digits = name + length - MIN(length, RANDOM_DIGITS);
	if (digits > name + 1 && digits[-1] == '.' &&
	    strspn(digits, "0123456789abcdef") == RANDOM_DIGITS)
		length -= RANDOM_DIGITS + 1;
	return g_strndup(name, length);
}

int fs_write_atomic(const char *path, const void *data, size_t length)
{
	char *temporary;
	int fd, err = fs_create_beside(path, 0666, &temporary, &fd);

	if (err)
		return err;
	err = write_all(fd, data, length);
	if (err) {
		fs_discard(temporary, fd);
		return error_sys(-err, "%s: cannot write", path);
	}
	return fs_publish(temporary, fd, path, true);
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

/* Contents of a folder without write permission (as in a copied read-only tree) cannot be removed:
 * adds it. */
static int open_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if ((type == FTW_D || type == FTW_DNR) && (st->st_mode & S_IRWXU) != S_IRWXU)
		(void)chmod(path, (st->st_mode & 07777) | S_IRWXU);
	return 0;
}

int fs_remove_tree(const char *path)
{
	int failed = nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS);

	if (failed && errno == EACCES) {
		nftw(path, open_entry, 32, FTW_PHYS);
		failed = nftw(path, remove_entry, 32, FTW_DEPTH | FTW_PHYS);
	}
	if (failed && errno != ENOENT)
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
		return error_sys(errno, "%s: cannot get its free space", path);
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

static int hash_bytes(GChecksum *sum, const char *path, int fd)
{
	unsigned char buffer[1 << 16];
	ssize_t length;

	while ((length = read(fd, buffer, sizeof(buffer))) > 0 || (length < 0 && errno == EINTR))
		if (length > 0)
			g_checksum_update(sum, buffer, length);
	return length < 0 ? error_sys(errno, "%s: cannot read", path) : 0;
}

int fs_hash(GChecksum *sum, const char *path)
{
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *head = NULL;
	struct stat st = { 0 };
	int fd, err = fs_open(path, &fd);

	if (err)
		return err;
	if (fstat(fd, &st) < 0)
		err = error_sys(errno, "%s: cannot read", path);
	head = g_strdup_printf("%s %lld\n", base, (long long)st.st_size);
	g_checksum_update(sum, (const guchar *)head, -1);
	if (!err)
		err = hash_bytes(sum, path, fd);
	close(fd);
	return err;
}

int fs_hash_file(const char *path, char **hex)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	int fd, err = fs_open(path, &fd);

	*hex = NULL;
	if (err)
		return err;
	err = hash_bytes(sum, path, fd);
	close(fd);
	if (!err)
		*hex = g_strdup(g_checksum_get_string(sum));
	return err;
}

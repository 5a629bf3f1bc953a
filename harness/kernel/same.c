// SPDX-License-Identifier: GPL-2.0-or-later
/* Compares two source trees, and carries the times of equal files over. */
#include "kernel/same.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* nftw() has no argument for its caller. */
static const char *other_tree;
static size_t names_from; /* in paths of the tree that is walked */
static bool has_other_headers;
static int walk_error;

/* Programs of the build that run on the machine write headers there, into the tree itself. */
#define TOOLS "/tools/"

static bool is_header(const char *path)
{
	return g_str_has_suffix(path, ".h");
}

static char *other_path(const char *path)
{
	return g_strconcat(other_tree, path + names_from, NULL);
}

static void *file_map(const char *path, size_t length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	void *text = MAP_FAILED;

	if (fd >= 0)
		text = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	return text;
}

static bool contents_are_equal(const char *a, const char *b, size_t length)
{
	void *first = length ? file_map(a, length) : MAP_FAILED;
	void *second = length ? file_map(b, length) : MAP_FAILED;
	bool equal = !length;

	if (first != MAP_FAILED && second != MAP_FAILED)
		equal = !memcmp(first, second, length);
	if (first != MAP_FAILED)
		munmap(first, length);
	if (second != MAP_FAILED)
		munmap(second, length);
	return equal;
}

/* time: NULL for the present one. A link is replaced by a file of its own: the others keep theirs.
 */
static int time_set(const char *path, const struct stat *st, const struct timespec *time)
{
	const struct timespec times[2] = { { .tv_nsec = UTIME_NOW },
					   time ? *time
						: (struct timespec){ .tv_nsec = UTIME_NOW } };
	int err = st->st_nlink > 1 ? fs_copy(path, path) : 0;

	if (!err && utimensat(AT_FDCWD, path, times, 0) < 0)
		err = error_sys(errno, "%s: cannot set its time", path);
	return err;
}

/* Puts the former file, with its time, in the place of an equal one; the way is beside the tree. */
static bool file_take(const char *former, const char *path)
{
	g_autofree char *link_path = g_strdup_printf("%.*s.link", (int)names_from, path);

	if (link(former, link_path) < 0)
		return false;
	if (!rename(link_path, path))
		return true;
	/* In the way of the next one. */
	unlink(link_path);
	return false;
}

/* The other bits are what somebody's umask made of them: a copy has fewer than what it was copied
 * from. No program of the build looks at them. */
static bool modes_are_alike(mode_t a, mode_t b)
{
	return !(a & S_IXUSR) == !(b & S_IXUSR);
}

static bool files_are_equal(const char *path, const struct stat *st, const char *former_path,
			    const struct stat *former)
{
	return former->st_size == st->st_size && modes_are_alike(former->st_mode, st->st_mode) &&
	       contents_are_equal(path, former_path, (size_t)st->st_size);
}

static int file_compare(const char *path, const struct stat *st)
{
	g_autofree char *before = other_path(path);
	struct stat former;

	if (lstat(before, &former) < 0 || !S_ISREG(former.st_mode)) {
		has_other_headers |= is_header(path);
		return time_set(path, st, NULL);
	}
	if (former.st_dev == st->st_dev && former.st_ino == st->st_ino)
		return 0;
	if (!files_are_equal(path, st, before, &former))
		return time_set(path, st, NULL);
	/* Where there can be no link, a copy will do. */
	return file_take(before, path) ? 0 : time_set(path, st, &former.st_mtim);
}

static int fresh_visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	if (type == FTW_F && S_ISREG(st->st_mode))
		walk_error = file_compare(path, st);
	return walk_error;
}

static int former_visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	g_autofree char *now = NULL;

	(void)ftw;
	if (type != FTW_F || !S_ISREG(st->st_mode) || !is_header(path) ||
	    g_str_has_prefix(path + names_from, TOOLS))
		return 0;
	now = other_path(path);
	has_other_headers |= !fs_exists(now);
	return 0;
}

static int tree_walk(const char *tree, const char *other, __nftw_func_t visit)
{
	names_from = strlen(tree);
	other_tree = other;
	walk_error = 0;
	if (nftw(tree, visit, 32, FTW_PHYS) < 0)
		return error_sys(errno, "%s: cannot be read", tree);
	return walk_error;
}

int same_times(const char *former, const char *fresh, bool *is_like)
{
	int err;

	has_other_headers = false;
	err = tree_walk(fresh, former, fresh_visit);
	if (!err)
		err = tree_walk(former, fresh, former_visit);
	*is_like = !err && !has_other_headers;
	return err;
}

static int share_visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	g_autofree char *before = NULL;
	struct stat former;

	(void)ftw;
	if (type != FTW_F || !S_ISREG(st->st_mode))
		return 0;
	before = other_path(path);
	if (!lstat(before, &former) && S_ISREG(former.st_mode) &&
	    files_are_equal(path, st, before, &former))
		(void)file_take(before, path);
	return 0;
}

int same_share(const char *former, const char *fresh)
{
	return tree_walk(fresh, former, share_visit);
}

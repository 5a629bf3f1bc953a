// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the tree in which a kernel is built, fast and without a trace in its source. */
#include "kernel/git.h"
#include "kernel/source.h"
#include "kernel/unpack.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <ftw.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define SHORT_HASH  16 /* digits in names */
#define TEMP_PREFIX ".tmp-"

/*
 * Unpacking costs ten seconds, and removing as many files can cost minutes where the disk is told
 * of each freed block; hard links cost two seconds both ways. So tarballs are kept unpacked.
 */
struct kept {
	char *folder;
	char *measure; /* file beside it with what tree_measure() said; written last */
};

static void kept_clear(struct kept *kept)
{
	g_free(kept->folder);
	g_free(kept->measure);
}

static struct kept kept_paths(const struct source *source)
{
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, source->id, -1);
	g_autofree char *all = paths_made("sources");
	g_autofree char *base = g_path_get_basename(source->path);
	char *extension = strstr(base, ".tar");
	struct kept kept;

	if (extension)
		*extension = '\0';
	kept.folder = g_strdup_printf("%s/%s-%.*s", all, base, SHORT_HASH, hash);
	kept.measure = g_strconcat(kept.folder, ".size", NULL);
	return kept;
}

static GPtrArray *measured;
static size_t measured_from; /* where names inside the tree begin */

static int entry_measure(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw;
	path += measured_from;
	if (type == FTW_D)
		g_ptr_array_add(measured, g_strdup_printf("%s %o\n", path, st->st_mode));
	else
		g_ptr_array_add(
			measured,
			g_strdup_printf("%s %o %llu %lld %lld.%09ld\n", path, st->st_mode,
					(unsigned long long)st->st_ino, (long long)st->st_size,
					(long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec));
	return 0;
}

static gint compare_lines(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/*
 * Sizes show files that a crash of the machine left empty; with inodes and times they show what
 * was edited since, here or by way of a build tree that has the same file. It takes a stat() of
 * each file, half a second, where contents would take ten. Not the time of the inode's change: each
 * new link sets it.
 */
static char *tree_measure(const char *folder)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	measured = g_ptr_array_new_with_free_func(g_free);
	measured_from = strlen(folder);
	nftw(folder, entry_measure, 32, FTW_PHYS);
	g_ptr_array_sort(measured, compare_lines);
	for (guint i = 0; i < measured->len; i++)
		g_checksum_update(sum, measured->pdata[i], -1);
	g_clear_pointer(&measured, g_ptr_array_unref);
	return g_strdup_printf("%s\n", g_checksum_get_string(sum));
}

static bool kept_is_whole(const struct kept *kept)
{
	g_autofree char *said = NULL, *now = NULL;

	if (!fs_exists(kept->measure) || fs_read(kept->measure, &said, NULL) < 0)
		return false;
	now = tree_measure(kept->folder);
	return !strcmp(said, now);
}

static int space_check(const struct source *source, const char *folder)
{
	uint64_t bytes = 0;
	int err = fs_free_space(folder, &bytes);

	if (!err && bytes < source->bytes)
		return error_set(ENOSPC,
				 "%s: %llu MiB are free, the unpacked %s takes some %llu MiB; make "
				 "room (`apfbench prune`) or choose another folder with -o",
				 folder, (unsigned long long)bytes >> 20, source->text,
				 (unsigned long long)source->bytes >> 20);
	return err;
}

static int kept_make(const struct source *source, const struct kept *kept)
{
	g_autofree char *all = g_path_get_dirname(kept->folder);
	g_autofree char *temporary = g_strdup_printf("%s/" TEMP_PREFIX "%d", all, (int)getpid());
	g_autofree char *size = NULL;
	int err;

	fs_remove_prefixed(all, TEMP_PREFIX);
	unlink(kept->measure);
	err = fs_remove_tree(kept->folder);
	if (!err)
		err = space_check(source, all);
	if (!err)
		err = fs_make_folder(temporary);
	if (!err)
		err = unpack_tarball(source->path, temporary);
	if (!err && g_rename(temporary, kept->folder) < 0)
		err = error_sys(errno, "%s: cannot be renamed", temporary);
	if (err) {
		char *kept_text = error_keep();

		fs_remove_tree(temporary);
		return error_restore(err, kept_text);
	}
	size = tree_measure(kept->folder);
	return fs_write_atomic(kept->measure, size, strlen(size));
}

static int tarball_place(const struct source *source, const char *top)
{
	struct kept kept = kept_paths(source);
	g_autofree char *all = g_path_get_dirname(kept.folder);
	g_autofree char *lock_path = g_build_filename(all, ".lock", NULL);
	const char *const link[] = { "cp", "-a", "-l", kept.folder, top, NULL };
	int lock = -1, err = 0;

	if (process_dry_run()) {
		if (!kept_is_whole(&kept))
			err = unpack_tarball(source->path, kept.folder);
	} else {
		err = fs_make_folder(all);
		if (!err)
			err = lock_take(lock_path, true, true, &lock);
		if (!err && !kept_is_whole(&kept))
			err = kept_make(source, &kept);
	}
	progress_live("%s: linking the source tree", source->text);
	if (!err)
		err = process_check(link, NULL);
	progress_clear();
	if (lock >= 0)
		close(lock);
	kept_clear(&kept);
	return err;
}

static int folder_place(const struct source *source, const char *scratch, const char *top)
{
	const char *const copy[] = { "cp", "-a", "--reflink=auto", source->path, top, NULL };
	/* A tree that is read-only, as from a package store, could be neither patched nor removed.
	 */
	const char *const writable[] = { "chmod", "-R", "u+rwX", top, NULL };
	int err = process_dry_run() ? 0 : space_check(source, scratch);

	if (!err)
		err = process_check(copy, NULL);
	return err ? err : process_check(writable, NULL);
}

static int git_place(const struct source *source, const char *scratch, const char *top)
{
	int err = process_dry_run() ? 0 : fs_make_folder(top);

	return err ? err : git_unpack(source, scratch, top);
}

/* Before anything is copied, and in a dry run too; what is in a tarball is seen later. */
static int source_check(const struct source *source)
{
	g_autofree char *makefile = g_build_filename(source->path, "Makefile", NULL);

	if (source->kind == SOURCE_GIT)
		return git_check(source);
	if (source->kind == SOURCE_FOLDER && !fs_exists(makefile))
		return error_set(EINVAL, "%s: not a kernel source: there is no Makefile in it",
				 source->path);
	return 0;
}

int source_unpack(const struct source *source, const char *folder, char **tree)
{
	g_autofree char *top = g_build_filename(folder, "linux", NULL);
	g_autofree char *makefile = g_build_filename(top, "Makefile", NULL);
	int err;

	*tree = NULL;
	err = source_check(source);
	if (err)
		return err;
	if (source->kind == SOURCE_GIT)
		err = git_place(source, folder, top);
	else if (source->kind == SOURCE_FOLDER)
		err = folder_place(source, folder, top);
	else
		err = tarball_place(source, top);
	if (err)
		return err;
	if (!process_dry_run() && !fs_exists(makefile))
		return error_set(EINVAL, "%s: not a kernel source: there is no Makefile in it",
				 source->path);
	*tree = g_steal_pointer(&top);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the tree in which a kernel is built, fast and without a trace in its source. */
#include "kernel/git.h"
#include "kernel/same.h"
#include "kernel/source.h"
#include "kernel/unpack.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <ftw.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define TREE	   "tree" /* beside the facts, which must not be linked */
#define MEASURE	   "measure"
#define REPOSITORY "repository" /* fact: where a commit is from */

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
	return g_strdup(g_checksum_get_string(sum));
}

static bool tree_is_whole(const char *folder, const json_t *facts)
{
	g_autofree char *tree = g_build_filename(folder, TREE, NULL);
	g_autofree char *now = tree_measure(tree);

	return !g_strcmp0(json_string_value(json_object_get(facts, MEASURE)), now);
}

/*
 * Unpacking takes ten seconds, and removing the files can take minutes where each freed block is
 * discarded on the disk. Hard links take two seconds both ways, so tarballs are kept unpacked, and
 * of each repository the commit that was built last.
 */
const struct store source_store = {
	.kind = "sources",
	.facts = "source.json",
	.former = "^(?:[^.].*-([0-9a-f]{16})\\.size|\\.tmp-[0-9]+|\\.lock)$",
	.is_whole = tree_is_whole,
};

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

/* folder: for temporary files. In a dry run it is not there. */
static int contents_unpack(const struct source *source, const char *folder, const char *tree)
{
	return source->kind == SOURCE_GIT ? git_unpack(source, folder, tree)
					  : unpack_tarball(source->path, tree);
}

static int tree_fill(const struct source *source, const char *folder, const char *tree)
{
	int err = space_check(source, folder);

	if (!err)
		err = fs_make_folder(tree);
	return err ? err : contents_unpack(source, folder, tree);
}

/* The names of the entries with other commits of the same repository. Never fails. */
static GPtrArray *former_list(const struct source *source, const char *hash)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) entries = NULL;
	char *kept = error_keep();

	if (store_list(&source_store, &entries) < 0)
		entries = g_ptr_array_new();
	for (guint i = 0; i < entries->len; i++) {
		const struct store_entry *entry = entries->pdata[i];
		g_autofree char *all = paths_made(source_store.kind);
		g_autofree char *folder = g_build_filename(all, entry->name, NULL);
		json_t *facts = store_facts(&source_store, folder);
		const char *repository = json_string_value(json_object_get(facts, REPOSITORY));

		if (!g_strcmp0(repository, source->path) &&
		    strncmp(entry->hash, hash, STORE_DIGITS) != 0)
			g_ptr_array_add(names, g_strdup(entry->name));
		json_decref(facts);
	}
	error_restore(0, kept);
	return names;
}

/*
 * Two commits differ in few files. Of the others the new tree has the former one's, so that a build
 * sees by the inode that they are the same, and need not read two trees.
 */
static void former_share(const struct source *source, const char *name, const char *tree)
{
	g_autofree char *all = paths_made(source_store.kind);
	g_autofree char *former = g_build_filename(all, name, TREE, NULL);
	char *kept = error_keep();

	progress_live("%s: comparing with the commit before", source->text);
	(void)same_share(former, tree);
	progress_clear();
	error_restore(0, kept);
}

/* One that is in use stays. */
static void former_remove(const GPtrArray *names)
{
	char *kept = error_keep();

	for (guint i = 0; i < names->len; i++)
		(void)store_remove(&source_store, names->pdata[i]);
	error_restore(0, kept);
}

/* With the lock of the hash held. */
static int kept_make(const struct source *source, const char *name, const char *hash)
{
	g_autofree char *folder = NULL, *tree = NULL, *measure = NULL;
	g_autoptr(GPtrArray) former = NULL;
	int err = store_begin(&source_store, hash, &folder);

	if (err)
		return err;
	tree = g_build_filename(folder, TREE, NULL);
	err = tree_fill(source, folder, tree);
	if (err) {
		store_abandon(folder);
		return err;
	}
	if (source->kind == SOURCE_GIT)
		former = former_list(source, hash);
	if (former && former->len)
		former_share(source, former->pdata[0], tree);
	measure = tree_measure(tree);
	err = store_publish(&source_store, folder, name, hash,
			    json_pack("{s:s, s:s, s:s*}", "source", source->text, MEASURE, measure,
				      REPOSITORY,
				      source->kind == SOURCE_GIT ? source->path : NULL));
	if (!err && former)
		former_remove(former);
	return err;
}

/* The name of a tarball, without what its packing adds, or repository. No entry's name begins with
 * a point. */
static char *kept_name(const struct source *source)
{
	g_autofree char *name =
		source->kind == SOURCE_GIT ? g_strdup("git") : g_path_get_basename(source->path);
	char *extension = strstr(name, ".tar");

	if (extension)
		*extension = '\0';
	return *name && *name != '.' ? g_steal_pointer(&name) : g_strdup("source");
}

/* Finds or makes what is linked, with the lock of the hash held; in a dry run only says where. */
static int kept_find(const struct source *source, const char *hash, char **tree)
{
	g_autofree char *name = kept_name(source);
	g_autofree char *folder = store_find(&source_store, hash);
	bool is_there = folder;

	if (!is_there)
		folder = store_path(&source_store, name, hash);
	*tree = g_build_filename(folder, TREE, NULL);
	if (is_there)
		return 0;
	return process_dry_run() ? contents_unpack(source, folder, *tree)
				 : kept_make(source, name, hash);
}

static int kept_place(const struct source *source, const char *top)
{
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, source->id, -1);
	g_autofree char *tree = NULL;
	int lock = -1, err = 0;

	if (!process_dry_run())
		err = store_lock(&source_store, hash, true, &lock);
	if (!err)
		err = kept_find(source, hash, &tree);
	if (!err) {
		const char *const link[] = { "cp", "-a", "-l", tree, top, NULL };

		progress_live("%s: linking the source tree", source->text);
		err = process_check(link, NULL);
		progress_clear();
	}
	if (lock >= 0)
		close(lock);
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
	/* A work tree is another one after each change. */
	if (source->kind == SOURCE_GIT && !source->ref)
		err = git_place(source, folder, top);
	else if (source->kind == SOURCE_FOLDER)
		err = folder_place(source, folder, top);
	else
		err = kept_place(source, top);
	if (err)
		return err;
	if (!process_dry_run() && !fs_exists(makefile))
		return error_set(EINVAL, "%s: not a kernel source: there is no Makefile in it",
				 source->path);
	*tree = g_steal_pointer(&top);
	return 0;
}

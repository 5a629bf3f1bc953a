// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns a git ref, or a work tree with its changes, into a tree object that can be archived. */
#include "kernel/git.h"

#include "kernel/borrow.h"
#include "kernel/git_run.h"
#include "kernel/unpack.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/scratch.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

/* git archive leaves out the files of submodules: the build would lack them. */
static int submodules_refuse(const struct source *source, const GString *listing)
{
	g_auto(GStrv) lines = g_strsplit(listing->str, "\n", -1);

	for (guint i = 0; lines[i]; i++)
		if (g_str_has_prefix(lines[i], "160000 "))
			return error_set(EINVAL,
					 "%s: has a git submodule or repository inside (%s), whose "
					 "files would be missing; use a plain copy of the tree",
					 source->path, strchr(lines[i], '\t') + 1);
	return 0;
}

/* Makes a tree object of the work tree; its objects are in the borrowing repository only. */
static int snapshot_take(const struct source *source, const struct borrow *borrow, char **tree)
{
	g_autoptr(GString) listing = NULL, nothing = NULL, added = NULL, name = NULL;
	int err = borrow_ask(borrow, &listing, "ls-files", "--stage");

	/* Checked before "add", which would ask each submodule for its state with the submodule's
	 * own programs. */
	if (!err)
		err = submodules_refuse(source, listing);
	if (!err)
		err = borrow_ask(borrow, &nothing, "add", "--all", "--no-warn-embedded-repo");
	if (!err)
		err = borrow_ask(borrow, &added, "ls-files", "--stage");
	if (!err)
		err = submodules_refuse(source, added);
	if (!err)
		err = borrow_ask(borrow, &name, "write-tree");
	*tree = err ? NULL : g_strdup(g_strchomp(name->str));
	return err;
}

static int worktree_identify(struct source *source, const char *commit, const char *head)
{
	struct borrow borrow;
	char *scratch, *kept;
	int err = scratch_make(&scratch);

	if (err)
		return err;
	err = borrow_open(source->path, scratch, &borrow);
	if (!err)
		err = snapshot_take(source, &borrow, &source->tree);
	if (!err && strcmp(source->tree, head))
		err = borrow_ask(&borrow, &source->diff, "diff", "--binary", "--full-index", commit,
				 source->tree);
	borrow_close(&borrow);
	kept = error_keep();
	scratch_remove(scratch);
	return error_restore(err, kept);
}

/* "git abc (dirty, diff 123)": the hash is that of source.diff. */
static char *git_text(const struct source *source, const char *commit)
{
	g_autofree char *sum = NULL;

	if (!source->diff)
		return g_strdup_printf("git %.12s", commit);
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)source->diff->str,
					  source->diff->len);
	return g_strdup_printf("git %.12s (dirty, diff %.12s)", commit, sum);
}

/* The tree of a folder inside a repository: what the commit has in that folder. */
static int tree_find(const struct source *source, const char *commit, char **tree)
{
	g_autofree char *prefix = NULL, *object = NULL;
	int err = git_ask(source->path, &prefix, "rev-parse", "--show-prefix");

	if (err)
		return err;
	object = g_strconcat(commit, ":", prefix, NULL);
	if (git_ask(source->path, tree, "rev-parse", "--verify", "--quiet", object) < 0)
		return error_set(ENOENT, "%s: the commit %.12s has no folder '%s'", source->path,
				 commit, prefix);
	return 0;
}

int git_open(struct source *source)
{
	g_autofree char *commit = NULL, *head = NULL, *inside = NULL;
	g_autofree char *ref = g_strconcat(source->ref ? source->ref : "HEAD", "^{commit}", NULL);
	int err;

	source->kind = SOURCE_GIT;
	if (!*source->path || (source->ref && !*source->ref))
		return error_set(EINVAL, "source '%s#%s': REPOSITORY#REF needs both", source->path,
				 source->ref);
	if (git_ask(source->path, &inside, "rev-parse", "--git-dir") < 0)
		return error_set(ENOENT, "%s: not a git repository (or git is missing)",
				 source->path);
	if (git_ask(source->path, &commit, "rev-parse", "--verify", "--quiet", ref) < 0)
		return error_set(ENOENT, "%s: there is no commit '%s' in this repository",
				 source->path, source->ref ? source->ref : "HEAD");
	err = tree_find(source, commit, &head);
	if (err)
		return err;
	if (source->ref)
		source->tree = g_strdup(head);
	else
		err = worktree_identify(source, commit, head);
	if (err)
		return err;
	source->text = git_text(source, commit);
	source->id = g_strdup_printf("git %s %s", commit, source->tree);
	return 0;
}

int git_read(const char *repository, const char *tree, const char *file, char **text)
{
	g_autofree char *object = g_strdup_printf("%s:%s", tree, file);
	g_autofree char *found = NULL;

	*text = NULL;
	/* Whether the object exists is asked first: git prints nothing about that. */
	if (!g_file_test(repository, G_FILE_TEST_IS_DIR) ||
	    git_ask(repository, &found, "rev-parse", "--verify", "--quiet", object) < 0)
		return error_set(ENOENT, "%s: there is no %s", repository, object);
	return git_ask(repository, text, "cat-file", "blob", found);
}

int git_check(const struct source *source)
{
	g_autofree char *makefile = g_build_filename(source->path, "Makefile", NULL);
	g_autofree char *text = NULL;

	/* A work tree's objects no longer exist; its files do. */
	if (source->ref ? !git_read(source->path, source->tree, "Makefile", &text)
			: fs_exists(makefile))
		return 0;
	return error_set(EINVAL, "%s%s%s: not a kernel source: there is no Makefile in it",
			 source->path, source->ref ? "#" : "", source->ref ? source->ref : "");
}

/* Makes the work tree's objects again, which were removed after git_open(). */
static int snapshot_repeat(const struct source *source, const struct borrow *borrow)
{
	g_autofree char *now = NULL;
	int err = snapshot_take(source, borrow, &now);

	if (!err && strcmp(now, source->tree))
		err = error_set(EINVAL,
				"%s: the work tree changed while its kernel was built; start again",
				source->path);
	return err;
}

static int tree_archive(const struct source *source, const struct borrow *borrow,
			const char *tarball)
{
	const char *const arguments[] = { "archive", "--format=tar", "-o",
					  tarball,   source->tree,   NULL };
	const struct process_options options = { .environment = git_environment,
						 .own_environment = true };
	g_auto(GStrv) argv = borrow_command(borrow, arguments);

	return process_check((const char *const *)argv, &options);
}

int git_unpack(const struct source *source, const char *scratch, const char *top)
{
	g_autofree char *tarball = g_build_filename(scratch, "source.tar", NULL);
	struct borrow borrow = { 0 };
	bool dry = process_dry_run();
	int err = 0;

	if (dry) {
		borrow.git_dir = g_build_filename(source->path, ".git", NULL);
		borrow.work_tree = g_strdup(source->path);
	} else {
		err = borrow_open(source->path, scratch, &borrow);
		if (!err && source->diff)
			err = snapshot_repeat(source, &borrow);
	}
	if (!err)
		err = tree_archive(source, &borrow, tarball);
	borrow_close(&borrow);
	if (!err)
		err = unpack_tarball(tarball, top);
	if (!err && !dry)
		err = fs_remove_tree(tarball);
	return err;
}

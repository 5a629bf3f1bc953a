// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns a git ref, or a work tree with its changes, into a tree object that can be archived. */
#include "kernel/git.h"

#include "kernel/unpack.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

static int git_query(const struct source *source, char *const *environment, char **output,
		     const char *const arguments[])
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	const struct process_options options = { .environment = environment };

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, (char *)"-C");
	g_ptr_array_add(argv, source->path);
	for (size_t i = 0; arguments[i]; i++)
		g_ptr_array_add(argv, (char *)arguments[i]);
	g_ptr_array_add(argv, NULL);
	return process_output((const char *const *)argv->pdata, &options, output);
}

#define git_ask(source, environment, output, ...) \
	git_query(source, environment, output, (const char *const[]){ __VA_ARGS__, NULL })

/*
 * An index and an object store of its own keep the repository untouched: what "git add" makes of
 * the work tree lands in scratch, and git's ignore rules keep built files out.
 */
static char **snapshot_environment(const struct source *source, const char *scratch)
{
	g_autofree char *index = NULL, *objects = NULL, *mine = NULL;
	g_autofree char *new_index = g_build_filename(scratch, "git-index", NULL);
	g_autofree char *new_objects = g_build_filename(scratch, "git-objects", NULL);
	char **environment;

	if (git_ask(source, NULL, &objects, "rev-parse", "--git-path", "objects") < 0 ||
	    git_ask(source, NULL, &index, "rev-parse", "--git-path", "index") < 0 ||
	    fs_make_folder(new_objects) < 0)
		return NULL;
	mine = g_canonicalize_filename(index, source->path);
	if (fs_exists(mine) && fs_copy(mine, new_index) < 0)
		return NULL;
	g_autofree char *alternates = g_canonicalize_filename(objects, source->path);

	environment = g_new0(char *, 4);
	environment[0] = g_strdup_printf("GIT_INDEX_FILE=%s", new_index);
	environment[1] = g_strdup_printf("GIT_OBJECT_DIRECTORY=%s", new_objects);
	environment[2] = g_strdup_printf("GIT_ALTERNATE_OBJECT_DIRECTORIES=%s", alternates);
	return environment;
}

/* The work tree as a tree object; its objects are reachable by *environment only. */
static int snapshot_take(const struct source *source, const char *scratch, char ***environment,
			 char **tree)
{
	g_autofree char *nothing = NULL;
	int err;

	*environment = snapshot_environment(source, scratch);
	if (!*environment)
		return error_prefix(-EIO, "%s: cannot record the git work tree", source->path);
	err = git_ask(source, *environment, &nothing, "add", "-A");
	return err ? err : git_ask(source, *environment, tree, "write-tree");
}

static int worktree_identify(struct source *source, const char *commit, const char *head)
{
	g_autofree char *scratch = g_dir_make_tmp("apfbench-git-XXXXXX", NULL);
	g_auto(GStrv) environment = NULL;
	g_autofree char *diff = NULL;
	int err;

	if (!scratch)
		return error_set(EIO, "cannot make a temporary folder");
	err = snapshot_take(source, scratch, &environment, &source->tree);
	if (!err && strcmp(source->tree, head))
		/* Equal changes give equal bytes, whatever the person's git is set to. */
		err = git_ask(source, environment, &diff, "diff", "--binary", "--full-index",
			      "--no-color", "--no-ext-diff", "--no-textconv", commit, source->tree);
	source->diff = g_steal_pointer(&diff);
	fs_remove_tree(scratch);
	return err;
}

/* "git abc (dirty, diff 123)": the hash is that of source.diff. */
static char *git_text(const struct source *source, const char *commit)
{
	g_autofree char *sum = NULL;

	if (!source->diff)
		return g_strdup_printf("git %.12s", commit);
	sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, source->diff, -1);
	return g_strdup_printf("git %.12s (dirty, diff %.12s)", commit, sum);
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
	if (git_ask(source, NULL, &inside, "rev-parse", "--git-dir") < 0)
		return error_set(ENOENT, "%s: not a git repository (or git is missing)",
				 source->path);
	if (git_ask(source, NULL, &commit, "rev-parse", "--verify", "--quiet", ref) < 0)
		return error_set(ENOENT, "%s: there is no commit '%s' in this repository",
				 source->path, source->ref ? source->ref : "HEAD");
	g_autofree char *tree = g_strconcat(commit, "^{tree}", NULL);

	err = git_ask(source, NULL, &head, "rev-parse", "--verify", tree);
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

int git_check(const struct source *source)
{
	g_autofree char *makefile = g_build_filename(source->path, "Makefile", NULL);
	g_autofree char *object = g_strdup_printf("%s:Makefile", source->tree);
	g_autofree char *nothing = NULL;

	/* A work tree's objects are gone by now; the files are there. */
	if (source->ref ? !git_ask(source, NULL, &nothing, "cat-file", "-e", object)
			: fs_exists(makefile))
		return 0;
	return error_set(EINVAL, "%s%s%s: not a kernel source: there is no Makefile in it",
			 source->path, source->ref ? "#" : "", source->ref ? source->ref : "");
}

int git_unpack(const struct source *source, const char *scratch, const char *top)
{
	g_autofree char *tarball = g_build_filename(scratch, "source.tar", NULL);
	const char *const argv[] = { "git", "-C",    source->path, "archive", "--format=tar",
				     "-o",  tarball, source->tree, NULL };
	g_auto(GStrv) environment = NULL;
	g_autofree char *now = NULL;
	int err = 0;

	if (source->diff && !process_dry_run()) {
		err = snapshot_take(source, scratch, &environment, &now);
		if (!err && strcmp(now, source->tree))
			return error_set(EINVAL,
					 "%s: the work tree changed while its kernel was built; "
					 "start again",
					 source->path);
	}
	const struct process_options options = { .environment = environment };

	if (!err)
		err = process_check(argv, &options);
	if (!err)
		err = unpack_tarball(tarball, top);
	if (!err && !process_dry_run())
		err = fs_remove_tree(tarball);
	return err;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes a repository that shares objects, index and ignore rules with another one, but no settings.
 */
#include "kernel/borrow.h"

#include "kernel/git_run.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

static int file_write(const struct borrow *borrow, const char *name, const char *text,
		      size_t length)
{
	g_autofree char *path = g_build_filename(borrow->git_dir, name, NULL);
	g_autofree char *folder = g_path_get_dirname(path);
	int err = fs_make_folder(folder);

	return err ? err : fs_write_atomic(path, text, length);
}

static int text_write(const struct borrow *borrow, const char *name, const char *text)
{
	return file_write(borrow, name, text, strlen(text));
}

/* Path of a file in the lender's repository; a linked worktree has them in two places. */
static int lender_path(const char *lender, const char *name, char **path)
{
	g_autofree char *relative = NULL;
	int err = git_ask(lender, &relative, "rev-parse", "--git-path", name);

	*path = err ? NULL : g_canonicalize_filename(relative, lender);
	return err;
}

/* git compares files by contents if they are as young as the index: so its time is kept. */
static int copy_with_time(const char *from, const char *to)
{
	struct stat st;
	int err;

	if (stat(from, &st) < 0)
		return error_sys(errno, "%s: cannot read", from);
	err = fs_copy(from, to);
	if (!err && utimensat(AT_FDCWD, to, (struct timespec[]){ st.st_atim, st.st_mtim }, 0) < 0)
		err = error_sys(errno, "%s: cannot set its time", to);
	return err;
}

static int file_borrow(const struct borrow *borrow, const char *lender, const char *name)
{
	g_autofree char *to = g_build_filename(borrow->git_dir, name, NULL);
	g_autofree char *from = NULL;
	int err = lender_path(lender, name, &from);

	return err || !fs_exists(from) ? err : copy_with_time(from, to);
}

/* A split index refers to another file with most of its entries. */
static int index_borrow(const struct borrow *borrow, const char *lender)
{
	g_autofree char *index = NULL, *folder = NULL;
	g_autoptr(GPtrArray) names = NULL;
	int err = lender_path(lender, "index", &index);

	if (err)
		return err;
	folder = g_path_get_dirname(index);
	err = fs_list(folder, &names);
	for (guint i = 0; !err && i < names->len; i++)
		if (g_str_has_prefix(names->pdata[i], "sharedindex."))
			err = file_borrow(borrow, lender, names->pdata[i]);
	return err ? err : file_borrow(borrow, lender, "index");
}

/* In "TAG NAME" of ls-files: "assume unchanged", or "skip" although the file is there. */
static bool is_hidden(const struct borrow *borrow, const char *line)
{
	g_autofree char *path = g_build_filename(borrow->work_tree, line + 2, NULL);
	struct stat st;

	return g_ascii_islower(*line) || (*line == 'S' && lstat(path, &st) == 0);
}

/*
 * A person may have asked git to look past changes of a file; what is built is nevertheless the
 * file. What a sparse checkout lacks stays as the commit has it.
 */
static int hidden_show(const struct borrow *borrow)
{
	static const char *const flags[] = { "--no-assume-unchanged", "--no-skip-worktree" };
	g_autoptr(GString) list = NULL, names = g_string_new(NULL);
	int err = borrow_ask(borrow, &list, "ls-files", "-v", "-z");

	for (gsize at = 0; !err && at < list->len; at += strlen(list->str + at) + 1)
		if (is_hidden(borrow, list->str + at))
			g_string_append_len(names, list->str + at + 2,
					    (gssize)strlen(list->str + at + 2) + 1);
	if (err || !names->len)
		return err;
	err = file_write(borrow, "hidden", names->str, names->len);
	for (size_t i = 0; !err && i < G_N_ELEMENTS(flags); i++) {
		const char *const arguments[] = { "update-index", flags[i], "-z", "--stdin", NULL };
		g_autofree char *input = g_build_filename(borrow->git_dir, "hidden", NULL);
		const struct process_options options = { .environment = git_environment,
							 .own_environment = true,
							 .input = input };
		g_auto(GStrv) argv = borrow_command(borrow, arguments);

		err = process_check((const char *const *)argv, &options);
	}
	return err;
}

/* The only settings taken from the lender: what its file system and objects are like. */
static int config_make(const struct borrow *borrow, const char *lender)
{
	g_autofree char *format = NULL, *mode = NULL, *text = NULL;
	int err = git_ask(lender, &format, "rev-parse", "--show-object-format");
	bool sha1;

	if (!err)
		err = git_ask(lender, &mode, "config", "--type=bool", "--default=true", "--get",
			      "core.fileMode");
	if (err)
		return err;
	sha1 = !strcmp(format, "sha1");
	text = g_strdup_printf("[core]\n\trepositoryFormatVersion = %d\n\tbare = false\n"
			       "\tfileMode = %s\n\tuntrackedCache = false\n"
			       "[index]\n\tsparse = false\n%s%s\n",
			       !sha1, mode,
			       sha1 ? "" : "[extensions]\n\tobjectFormat = ", sha1 ? "" : format);
	return text_write(borrow, "config", text);
}

int borrow_open(const char *lender, const char *scratch, struct borrow *borrow)
{
	g_autofree char *objects = NULL, *refs = NULL;
	int err;

	borrow->git_dir = g_build_filename(scratch, "git", NULL);
	borrow->work_tree = g_strdup(lender);
	refs = g_build_filename(borrow->git_dir, "refs", NULL);
	err = fs_make_folder(refs);
	if (!err)
		err = text_write(borrow, "HEAD", "ref: refs/heads/none\n");
	if (!err)
		err = config_make(borrow, lender);
	if (!err)
		err = lender_path(lender, "objects", &objects);
	if (!err) {
		g_autofree char *line = g_strconcat(objects, "\n", NULL);

		err = text_write(borrow, "objects/info/alternates", line);
	}
	/* The source's own attributes may convert line ends, but not leave files out. */
	if (!err)
		err = text_write(borrow, "info/attributes", "* -export-ignore -export-subst\n");
	if (!err)
		err = file_borrow(borrow, lender, "info/exclude");
	if (!err)
		err = index_borrow(borrow, lender);
	if (!err)
		err = hidden_show(borrow);
	return err ? error_prefix(err, "%s: cannot read the git repository", lender) : 0;
}

void borrow_close(struct borrow *borrow)
{
	g_clear_pointer(&borrow->git_dir, g_free);
	g_clear_pointer(&borrow->work_tree, g_free);
}

char **borrow_command(const struct borrow *borrow, const char *const arguments[])
{
	GPtrArray *argv = g_ptr_array_new();

	g_ptr_array_add(argv, g_strdup("git"));
	g_ptr_array_add(argv, g_strdup("-C"));
	g_ptr_array_add(argv, g_strdup(borrow->work_tree));
	g_ptr_array_add(argv, g_strconcat("--git-dir=", borrow->git_dir, NULL));
	g_ptr_array_add(argv, g_strdup("--work-tree=."));
	for (size_t i = 0; arguments[i]; i++)
		g_ptr_array_add(argv, g_strdup(arguments[i]));
	g_ptr_array_add(argv, NULL);
	return (char **)g_ptr_array_free(argv, FALSE);
}

int borrow_query(const struct borrow *borrow, GString **output, const char *const arguments[])
{
	const struct process_options options = { .environment = git_environment,
						 .own_environment = true };
	g_auto(GStrv) argv = borrow_command(borrow, arguments);

	return process_output_exact((const char *const *)argv, &options, output);
}

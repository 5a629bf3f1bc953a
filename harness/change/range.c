// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes patches of commits, without anything of the repository's configuration. */
#include "change/range.h"

#include "change/file.h"
#include "change/patch.h"
#include "change/workplace.h"
#include "kernel/borrow.h"
#include "kernel/git_run.h"
#include "util/error.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>

#define DOTS "..."

/* A repository, and the commits in it that a change is made of. */
struct range {
	const char *name; /* as the user wrote it */
	const char *tree;
	char *folder; /* the tree's place in its repository: "" or "linux/" */
	char *before, *after;
	struct borrow borrow;
};

bool range_is(const char *argument)
{
	const char *dots = strstr(argument, "..");

	return dots && dots[2] != '/' && (dots == argument || dots[-1] != '/') &&
	       strcmp(argument, "..");
}

/* *id: the commit's hash. An empty name is HEAD, as git has it in ranges. */
static int commit_find(const struct range *range, const char *name, char **id)
{
	g_autofree char *object = g_strconcat(*name ? name : "HEAD", "^{commit}", NULL);

	/* git would take it for an option. */
	if (*name != '-' && !git_ask(range->tree, id, "rev-parse", "--verify", "--quiet", object) &&
	    g_ascii_isxdigit(**id))
		return 0;
	return error_set(EINVAL, "%s: there is no commit '%s' in the repository %s", range->name,
			 *name ? name : "HEAD", range->tree);
}

static void range_close(struct range *range)
{
	borrow_close(&range->borrow);
	g_free(range->folder);
	g_free(range->before);
	g_free(range->after);
}

static int range_open(struct range *range, const char *scratch, const char *before,
		      const char *after)
{
	g_autofree char *attributes = NULL;
	int err;

	if (!range->tree)
		return error_set(EINVAL, "%s: is no file, and for a git range a tree must be named",
				 range->name);
	if (git_ask(range->tree, &range->folder, "rev-parse", "--show-prefix") < 0)
		return error_set(EINVAL, "%s: %s is not in a git repository (or git is missing)",
				 range->name, range->tree);
	err = commit_find(range, before, &range->before);
	if (!err)
		err = commit_find(range, after, &range->after);
	if (!err)
		err = borrow_open(range->tree, scratch, &range->borrow);
	if (err)
		return err;
	/* What the tree's own attributes say of binary files and functions' names would show in
	 * the diff, and may differ from what the commits had. */
	attributes = g_build_filename(range->borrow.git_dir, "info", "attributes", NULL);
	return file_put(attributes, "* !diff\n", strlen("* !diff\n"));
}

/* Renames are not looked for: what git finds depends on its version. */
static int diff_make(const struct range *range, const char *before, const char *after,
		     GString **diff)
{
	g_autofree char *relative = g_strconcat("--relative=", range->folder, NULL);

	return borrow_ask(&range->borrow, diff, "diff-tree", "-p", "--binary", "--full-index",
			  "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color",
			  "--unified=3", "--diff-algorithm=myers", "--src-prefix=a/",
			  "--dst-prefix=b/", *range->folder ? relative : "--no-relative", before,
			  after, "--");
}

/* Fills in author, subject and message, which *description keeps. */
static int commit_describe(const struct range *range, const char *commit, GString **description,
			   struct patch_parts *parts, GString *message)
{
	const char *subject, *body;
	int err = borrow_ask(&range->borrow, description, "log", "-1", "--no-color",
			     "--encoding=UTF-8", "--format=%an <%ae>%x00%s%x00%b", commit, "--");

	if (err)
		return err;
	subject = (*description)->str + strlen((*description)->str) + 1;
	body = subject + strlen(subject) + 1;
	parts->author = (*description)->str;
	parts->subject = subject;
	g_string_assign(message, body);
	return 0;
}

static int commit_add(const struct range *range, const char *commit, const char *parent,
		      struct change *change)
{
	g_autoptr(GString) description = NULL, message = g_string_new(NULL), diff = NULL;
	g_autofree char *origin = g_strdup_printf("%s: commit %.12s", range->name, commit);
	g_autofree char *author = NULL, *subject = NULL;
	struct patch_parts parts = { .origin = origin, .message = message };
	int err = diff_make(range, parent, commit, &diff);

	/* b4 keeps its cover letter in such a commit. */
	if (!err && !diff->len) {
		change->skipped++;
		return 0;
	}
	if (!err)
		err = commit_describe(range, commit, &description, &parts, message);
	if (err)
		return err;
	parts.author = author = text_printable(parts.author);
	parts.subject = subject = text_printable(parts.subject);
	parts.diff = diff;
	return patch_add(change, &parts);
}

/* A line of rev-list: a commit and its parents. */
static int commit_check(const struct range *range, char *const words[])
{
	if (g_strv_length((char **)words) == 2)
		return 0;
	if (!words[1])
		return error_set(EINVAL,
				 "%s: the history begins with its commit %.12s: there is nothing "
				 "to apply it to",
				 range->name, words[0]);
	return error_set(EINVAL,
			 "%s: %.12s is a merge, which is no patch: make the history straight "
			 "(git rebase), or pass a range beside the merge",
			 range->name, words[0]);
}

/* Newest first, which is how git walks. */
static int commits_check(const struct range *range, char *const lines[])
{
	int err = 0;

	if (!*lines || !**lines)
		return error_set(EINVAL, "%s: there is no commit in this range", range->name);
	for (guint i = 0; !err && lines[i]; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);

		err = commit_check(range, words);
	}
	if (!err && g_strv_length((char **)lines) > CHANGE_PATCHES_MOST)
		return error_set(EFBIG, "%s: has more than %d commits", range->name,
				 CHANGE_PATCHES_MOST);
	return err;
}

static int commits_add(const struct range *range, struct change *change)
{
	g_autofree char *most = g_strdup_printf("--max-count=%d", CHANGE_PATCHES_MOST + 1);
	g_autofree char *without = g_strconcat("^", range->before, NULL);
	g_autofree char *list = NULL;
	int err = git_ask(range->tree, &list, "rev-list", "--first-parent", "--parents", most,
			  range->after, without, "--");

	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(list, "\n", -1);

	err = commits_check(range, lines);
	for (guint i = g_strv_length(lines); !err && i-- > 0;) {
		g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);

		if (!change->base_commit)
			change->base_commit = g_strdup(words[1]);
		err = guard_check();
		if (!err)
			err = commit_add(range, words[0], words[1], change);
	}
	if (!err && !change->patches->len)
		return error_set(EINVAL, "%s: the commits in this range change nothing",
				 range->name);
	return err;
}

static void title_set(const struct range *range, struct change *change)
{
	const struct change_patch *first = change->patches->pdata[0];

	change->title =
		change->patches->len == 1 ? g_strdup(first->subject) : text_printable(range->name);
}

/* Between the commits, as one patch. */
static int difference_add(const struct range *range, struct change *change)
{
	g_autoptr(GString) diff = NULL, message = g_string_new(NULL);
	g_autofree char *subject = text_printable(range->name);
	const struct patch_parts parts = { .origin = range->name,
					   .subject = subject,
					   .message = message };
	struct patch_parts whole = parts;
	int err = diff_make(range, range->before, range->after, &diff);

	if (!err && !diff->len)
		err = error_set(EINVAL, "%s: there is no difference", range->name);
	if (err)
		return err;
	whole.diff = diff;
	change->base_commit = g_strdup(range->before);
	return patch_add(change, &whole);
}

/* Opens the repository, and lets `add` make the patches. */
static int range_use(const char *name, const char *tree, const char *before, const char *after,
		     int (*add)(const struct range *, struct change *), struct change *change)
{
	/* borrow_open() takes no relative one. */
	g_autofree char *path = tree ? g_canonicalize_filename(tree, NULL) : NULL;
	struct range range = { .name = name, .tree = path };
	struct workplace workplace;
	int err = workplace_open(&workplace);

	if (err)
		return err;
	err = range_open(&range, workplace.folder, before, after);
	if (!err)
		err = add(&range, change);
	if (!err)
		title_set(&range, change);
	range_close(&range);
	return workplace_close(&workplace, err);
}

int range_read(const char *range, const char *tree, struct change *change)
{
	const char *dots = strstr(range, "..");
	g_autofree char *before = g_strndup(range, (gsize)(dots - range));

	if (g_str_has_prefix(dots, DOTS))
		return error_set(EINVAL, "%s: a range has two dots: A..B", range);
	return range_use(range, tree, before, dots + 2, commits_add, change);
}

int change_between(const char *tree, const char *before, const char *after, struct change *change)
{
	g_autofree char *name = g_strdup_printf("%s to %s", before, after);

	change_init(change);
	return range_use(name, tree, before, after, difference_add, change);
}

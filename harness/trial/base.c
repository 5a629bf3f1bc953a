// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds a change's tree and base commit, and what the tree has changed since. */
#include "trial/base.h"

#include "change/patch.h"
#include "kernel/git_run.h"
#include "kernel/source.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>

#define HEAD "HEAD"
#define DIRT "Changes that are not committed"

static bool is_git(const char *folder)
{
	g_autofree char *inside = NULL;

	return g_file_test(folder, G_FILE_TEST_IS_DIR) &&
	       !git_ask(folder, &inside, "rev-parse", "--git-dir");
}

int base_open(const struct trial_options *options, struct base *base)
{
	g_autofree char *folder =
		g_canonicalize_filename(options->tree ? options->tree : ".", NULL);

	memset(base, 0, sizeof(*base));
	if (options->tree && !strchr(options->tree, '/') && !fs_exists(folder)) {
		base->source = g_strdup(options->tree); /* a package */
		return 0;
	}
	if (!is_git(folder)) {
		base->source = g_strdup(folder);
		return options->tree
			       ? 0
			       : error_set(EINVAL, "the current folder is in no git tree; name "
						   "the kernel's source with --tree");
	}
	/* From inside a kernel's tree all of it is meant. A bare one has no top, and is it. */
	if (options->tree || git_ask(folder, &base->tree, "rev-parse", "--show-toplevel"))
		base->tree = g_steal_pointer(&folder);
	return 0;
}

int base_choose(const struct trial_options *options, const char *said, struct base *base)
{
	const char *ref = options->base ? options->base : said ? said : HEAD;
	g_autofree char *object = g_strconcat(ref, "^{commit}", NULL);

	if (!base->tree)
		return options->base
			       ? error_set(EINVAL,
					   "--base %s: %s is no git tree, so it has no commits",
					   ref, base->source)
			       : 0;
	if (git_ask(base->tree, &base->commit, "rev-parse", "--verify", "--quiet", object) < 0)
		return error_set(
			ENOENT, "%s: has no commit %s%s; fetch it, or name another one with --base",
			base->tree, ref,
			options->base || !said ? "" : ", the base that the patch names");
	base->source = g_strdup_printf("%s#%s", base->tree, base->commit);
	return 0;
}

/* Appends what is not committed to what is. */
static int dirt_add(const struct base *base, struct change *change)
{
	struct source source;
	int err = source_open(NULL, base->tree, &source);

	if (err)
		return err;
	if (source.diff)
		err = patch_add_plain(change, base->tree, DIRT, source.diff);
	if (!change->title)
		change->title = g_strdup(DIRT);
	source_close(&source);
	return err;
}

int base_now(const struct base *base, struct change *change)
{
	g_autofree char *head = NULL;
	int err = git_ask(base->tree, &head, "rev-parse", "--verify", HEAD "^{commit}");

	change_init(change);
	if (!err && strcmp(head, base->commit))
		err = change_between(base->tree, base->commit, head, change);
	if (!err)
		err = dirt_add(base, change);
	if (!err && !change->patches->len)
		return error_set(
			EINVAL,
			"%s: is as its commit %.12s: there is nothing to try; name a patch, "
			"a range A..B, or an older commit with --base",
			base->tree, base->commit);
	return err;
}

void base_clear(struct base *base)
{
	g_free(base->tree);
	g_free(base->commit);
	g_free(base->source);
	memset(base, 0, sizeof(*base));
}

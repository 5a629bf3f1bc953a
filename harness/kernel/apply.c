// SPDX-License-Identifier: GPL-2.0-or-later
/* Applies patches by git apply, and reads what went wrong where from its output. */
#include "kernel/diff.h"
#include "kernel/git_run.h"
#include "kernel/guard.h"
#include "kernel/log.h"
#include "kernel/series.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* "error: patch failed: mm/gup.c:120" becomes "mm/gup.c, hunk at line 120". */
static char *hunk_name(const char *place)
{
	const char *colon = strrchr(place, ':');

	return colon ? g_strdup_printf("%.*s, hunk at line %s", (int)(colon - place), place,
				       colon + 1)
		     : g_strdup(place);
}

/* What git says about the first failure. */
static char *failure_find(char *const lines[])
{
	for (guint i = 0; lines[i]; i++) {
		const char *said = lines[i] + strlen("error: ");

		if (!g_str_has_prefix(lines[i], "error: ") || g_str_has_prefix(said, "while "))
			continue;
		if (g_str_has_prefix(said, "patch failed: "))
			return hunk_name(said + strlen("patch failed: "));
		return g_strdup(said);
	}
	return g_strdup("git gave no reason");
}

/* git counts a hunk without context one line off: not worth a note. */
static void offsets_note(const struct patch *patch, const struct diff *diff, char *const lines[])
{
	unsigned int hunks = 0;

	for (guint i = 0; lines[i]; i++)
		if (g_str_has_prefix(lines[i], "Hunk #") && strstr(lines[i], "(offset ") &&
		    !(diff->context_free && g_str_has_suffix(lines[i], "(offset 1 line).")))
			hunks++;
	if (hunks)
		progress_note("series %s, %s: %u hunk%s applied at other lines than written",
			      patch->series, patch->name, hunks, hunks == 1 ? "" : "s");
}

/*
 * git apply rather than patch(1), which guesses: git apply accepts neither fuzz nor a part of a
 * patch, does not follow links, and replaces files instead of writing to them, since they may be
 * hard links. Run without a repository: inside of one it would skip files that are not below the
 * current folder.
 */
static int git_apply(const struct diff *diff, bool reverse_check, const char *file,
		     const char *tree, const char *log)
{
	const char *argv[12] = { "git", "--git-dir=" GIT_NO_REPOSITORY, "-C", tree, "apply",
				 "-v",	"--whitespace=nowarn" };
	const struct process_options options = { .log = log,
						 .environment = git_environment,
						 .own_environment = true };
	size_t count = 7;

	if (reverse_check) {
		argv[count++] = "--reverse";
		argv[count++] = "--check";
	}
	if (diff->context_free)
		argv[count++] = "--unidiff-zero";
	argv[count] = file;
	return process_run(argv, &options);
}

static int diff_apply(const struct patch *patch, const struct diff *diff, const char *file,
		      const char *tree, const char *log, bool notes)
{
	off_t before = log_size(log);
	g_autofree char *output = NULL, *where = NULL;
	int status = git_apply(diff, false, file, tree, log), err;

	if (status < 0)
		return status;
	err = log_read(log, before, &output);
	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);

	if (!status && notes)
		offsets_note(patch, diff, lines);
	if (!status)
		return 0;
	where = failure_find(lines);
	if (git_apply(diff, true, file, tree, "/dev/null") == 0)
		return error_set(EBADMSG, "%s: is already applied", where);
	return error_set(EBADMSG, "%s", where);
}

/* Appends what to do about a patch that was written for another version. */
static int nearest_advise(int err, const struct patch *patch)
{
	g_autofree char *text = g_strdup(error_text());

	return error_set(-err,
			 "%s; it is from kernel-patches/%s, the nearest to this source: write the "
			 "series for it in a new folder kernel-patches/%s",
			 text, patch->nearest, patch->wanted);
}

static int patch_apply(const struct patch *patch, const char *tree, const char *log, bool notes)
{
	g_autofree char *file = g_strconcat(tree, ".patch", NULL);
	g_autofree char *text = NULL;
	struct diff diff;
	size_t length;
	int err = fs_read(patch->path, &text, &length);

	if (!err)
		err = diff_read(text, length, &diff);
	if (!err && process_dry_run())
		return git_apply(&diff, false, patch->path, tree, log);
	if (!err)
		err = fs_write_atomic(file, text, length);
	if (!err) {
		err = diff_apply(patch, &diff, file, tree, log, notes);
		unlink(file);
	}
	if (!err)
		return 0;
	error_prefix(err, "series %s: patch %s does not apply", patch->series, patch->name);
	return patch->wanted ? nearest_advise(err, patch) : err;
}

static void nearest_note(const GPtrArray *patches)
{
	for (guint i = 0; i < patches->len; i++) {
		const struct patch *patch = patches->pdata[i];

		if (!patch->wanted)
			continue;
		progress_note("there is no kernel-patches/%s: series come from %s, the nearest",
			      patch->wanted, patch->nearest);
		return;
	}
}

int series_apply(const GPtrArray *patches, const char *tree, const char *log, bool notes)
{
	int err = 0;

	if (notes)
		nearest_note(patches);
	for (guint i = 0; !err && i < patches->len; i++) {
		err = guard_check();
		if (!err)
			err = patch_apply(patches->pdata[i], tree, log, notes);
	}
	return err;
}

/* True for "--- a/", "+++ b/" or the like, followed by a file of the folder. A rename has no such
 * lines. */
static bool line_touches(const char *line, const char *folder, const char *except)
{
	static const char *const whole[] = { "rename from ", "rename to ", "copy from ",
					     "copy to " };
	static const char *const behind[] = { "--- ", "+++ ", "diff --git " };
	const char *path = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(whole); i++)
		if (g_str_has_prefix(line, whole[i]))
			path = line + strlen(whole[i]);
	for (size_t i = 0; i < G_N_ELEMENTS(behind); i++)
		if (g_str_has_prefix(line, behind[i]) && strchr(line, '/'))
			path = strchr(line, '/') + 1;
	return path && g_str_has_prefix(path, folder) && !g_str_has_prefix(path, except);
}

bool patch_touches(const struct patch *patch, const char *folder, const char *except)
{
	g_autofree char *text = NULL;

	/* When in doubt, yes: that costs a build, the opposite mistake a wrong result. */
	if (fs_read(patch->path, &text, NULL) < 0)
		return true;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (line_touches(line, folder, except))
			return true;
	}
	return false;
}

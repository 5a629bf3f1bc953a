// SPDX-License-Identifier: GPL-2.0-or-later
/* Applies patches by patch(1), and reads from its output what went wrong where. */
#include "kernel/guard.h"
#include "kernel/log.h"
#include "kernel/series.h"
#include "util/error.h"
#include "util/fs.h"
#include "util/process.h"
#include "util/progress.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* What patch(1) says about the first thing that failed: "mm/gup.c, hunk 2 at line 120". */
static char *failure_find(char *const lines[])
{
	const char *file = "?";
	unsigned int hunk, line;

	for (guint i = 0; lines[i]; i++) {
		if (g_str_has_prefix(lines[i], "checking file ") ||
		    g_str_has_prefix(lines[i], "patching file "))
			file = lines[i] + strlen("patching file ");
		else if (g_str_has_prefix(lines[i], "|+++ "))
			file = lines[i] + strlen("|+++ ");
		else if (sscanf(lines[i], "Hunk #%u FAILED at %u", &hunk, &line) == 2)
			return g_strdup_printf("%s, hunk %u at line %u", file, hunk, line);
		else if (g_str_has_prefix(lines[i], "No file to patch"))
			return g_strdup_printf("there is no file for %s", file);
		else if (g_str_has_prefix(lines[i], "Reversed (or previously applied)"))
			return g_strdup_printf("%s: its change is there already", file);
		else if (strstr(lines[i], "malformed patch") || strstr(lines[i], "Only garbage"))
			return g_strdup(lines[i]);
	}
	return g_strdup("patch gives no reason that is understood");
}

static void offsets_note(const struct patch *patch, char *const lines[])
{
	unsigned int hunks = 0;

	for (guint i = 0; lines[i]; i++)
		if (g_str_has_prefix(lines[i], "Hunk #") && strstr(lines[i], "(offset "))
			hunks++;
	if (hunks)
		progress_note("series %s, %s: %u hunk%s applied at other lines than written",
			      patch->series, patch->name, hunks, hunks == 1 ? "" : "s");
}

static int patch_apply(const struct patch *patch, const char *tree, const char *log)
{
	/* -t never asks and -N refuses to reverse; "-r -" leaves no reject files. */
	const char *const argv[] = { "patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch",
				     "-t",    "-N",  "-r",	 "-",
				     "-d",    tree,  "-i",	 patch->path,
				     NULL };
	char *environment[] = { (char *)"LC_ALL=C", NULL };
	const struct process_options options = { .log = log, .environment = environment };
	g_autofree char *output = NULL;
	off_t before = log_size(log);
	int status, err;

	status = process_run(argv, &options);
	if (status < 0 || process_dry_run())
		return status;
	err = log_read(log, before, &output);
	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);

	if (status) {
		g_autofree char *where = failure_find(lines);

		return error_set(EBADMSG, "series %s: patch %s does not apply: %s", patch->series,
				 patch->name, where);
	}
	offsets_note(patch, lines);
	return 0;
}

int series_apply(const GPtrArray *patches, const char *tree, const char *log)
{
	int err = 0;

	for (guint i = 0; !err && i < patches->len; i++) {
		err = guard_check();
		if (!err)
			err = patch_apply(patches->pdata[i], tree, log);
	}
	return err;
}

/* "--- a/" or "+++ b/", then a file of the folder. */
static bool line_touches(const char *line, const char *folder, const char *except)
{
	if (!g_str_has_prefix(line, "--- a/") && !g_str_has_prefix(line, "+++ b/"))
		return false;
	line += strlen("--- a/");
	return g_str_has_prefix(line, folder) && !g_str_has_prefix(line, except);
}

bool patch_touches(const struct patch *patch, const char *folder, const char *except)
{
	g_autofree char *text = NULL;

	/* When in doubt it does: that costs a build, the other mistake a wrong result. */
	if (fs_read(patch->path, &text, NULL) < 0)
		return true;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (line_touches(line, folder, except))
			return true;
	}
	return false;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an experiment file and what it includes once before libconfig does. */
#include "experiment/parse.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>

/* libconfig's own limit, by which it ends a circle. */
#define DEPTH_MAX 10

static int file_check(const char *path, const char *folder, unsigned int depth)
{
	g_autoptr(GRegex) include = g_regex_new("^[ \\t]*@include[ \\t]+\"([^\"]+)\"",
						G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) found = NULL;
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	if (err || depth > DEPTH_MAX)
		return err;
	g_regex_match(include, text, 0, &found);
	for (; !err && g_match_info_matches(found); g_match_info_next(found, NULL)) {
		g_autofree char *name = g_match_info_fetch(found, 1);
		g_autofree char *file = g_build_filename(folder, name, NULL);
		int place = 0;

		g_match_info_fetch_pos(found, 1, &place, NULL);
		if (file_check(file, folder, depth + 1))
			err = error_set(EINVAL, "%s:%u: @include: %s", path,
					parse_line(text, text + place), error_text());
	}
	return err;
}

int includes_check(const char *path, const char *folder)
{
	return file_check(path, folder, 0);
}

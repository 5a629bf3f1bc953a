// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads an experiment file and what it includes once before libconfig does. */
#include "experiment/parse.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>

/* libconfig's own limit, by which it ends a circle. */
#define DEPTH_MAX 10

#define KEYWORD "@include"

/* Of the @include that begins at c, or NULL. Free with g_free(). */
static char *name_included(const char *c)
{
	const char *end;

	if (!g_str_has_prefix(c, KEYWORD))
		return NULL;
	c += strlen(KEYWORD);
	c += strspn(c, " \t");
	end = *c == '"' ? strchr(c + 1, '"') : NULL;
	return end ? g_strndup(c + 1, (gsize)(end - c - 1)) : NULL;
}

static int file_check(const char *path, const char *folder, unsigned int depth)
{
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	if (err || depth > DEPTH_MAX)
		return err;
	for (const char *c = text; *c;) {
		g_autofree char *name = name_included(c), *file = NULL;
		const char *behind = parse_skip(c);

		if (name) {
			file = g_build_filename(folder, name, NULL);
			if (file_check(file, folder, depth + 1))
				return error_set(EINVAL, "%s:%u: @include: %s", path,
						 parse_line(text, c), error_text());
		}
		c = behind > c ? behind : c + 1;
	}
	return 0;
}

int includes_check(const char *path, const char *folder)
{
	return file_check(path, folder, 0);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The version as the Makefile wrote it down. */
#include "util/version.h"

#include "util/fs.h"
#include "util/paths.h"

#include <glib.h>

char *version_text(void)
{
	g_autofree char *path = paths_program("version");
	char *text = NULL;

	return fs_read(path, &text, NULL) ? g_strdup("unknown") : g_strchomp(text);
}

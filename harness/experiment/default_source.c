// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the default kernel source in the list of packages. */
#include "experiment/default_source.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define PACKAGES "setup/packages"
#define PREFIX	 "linux-source-"

int default_source(char **package)
{
	g_autofree char *path = paths_data(PACKAGES);
	g_autofree char *text = NULL;
	int err = fs_read(path, &text, NULL);

	*package = NULL;
	if (err)
		return err;
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	/* "need kind name package" */
	for (guint i = 0; lines[i]; i++) {
		const char *last = strrchr(g_strchomp(lines[i]), ' ');

		if (last && *lines[i] != '#' && g_str_has_prefix(last + 1, PREFIX)) {
			*package = g_strdup(last + 1);
			return 0;
		}
	}
	return error_set(EINVAL, "%s: lists no package " PREFIX "X.Y", path);
}

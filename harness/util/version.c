// SPDX-License-Identifier: GPL-2.0-or-later
/* The version as the Makefile wrote it down. */
#include "util/version.h"

#include "util/fs.h"
#include "util/paths.h"

#include <errno.h>
#include <glib.h>

static char *version;

int version_read(void)
{
	g_autofree char *path = paths_program("version");
	int err = version ? 0 : fs_read(path, &version, NULL);

	if (version)
		g_strchomp(version);
	return err == -ENOENT ? 0 : err;
}

char *version_text(void)
{
	return g_strdup(version ? version : "unknown");
}

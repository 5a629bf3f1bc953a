// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the project's files relative to the running program: in a source tree, or installed. */
#include "util/paths.h"

#include "util/fs.h"

#include <glib.h>

static char *made_folder;

char *paths_self(void)
{
	return g_file_read_link("/proc/self/exe", NULL);
}

#define LEVELS_UP 2 /* build/tests/apfbench is the deepest program in a source tree */

static gboolean from_source_tree(const char *root)
{
	g_autofree char *mark = g_build_filename(root, "harness", "main.c", NULL);

	return fs_exists(mark);
}

/* SOURCE of a program in SOURCE/build, else PREFIX of PREFIX/bin/apfbench. */
static char *program_root(void)
{
	g_autofree char *self = paths_self();
	char *folder = g_path_get_dirname(self);
	g_autofree char *prefix = g_path_get_dirname(folder);

	for (int level = 0; level < LEVELS_UP; level++) {
		char *above = g_path_get_dirname(folder);

		g_free(folder);
		folder = above;
		if (from_source_tree(folder))
			return folder;
	}
	g_free(folder);
	return g_steal_pointer(&prefix);
}

bool paths_in_source(void)
{
	g_autofree char *root = program_root();

	return from_source_tree(root);
}

char *paths_data(const char *relative)
{
	g_autofree char *root = program_root();

	return from_source_tree(root) ? g_build_filename(root, relative, NULL)
				      : g_build_filename(root, "share", "apfbench", relative, NULL);
}

char *paths_program(const char *name)
{
	g_autofree char *root = program_root();

	return from_source_tree(root) ? g_build_filename(root, "build", name, NULL)
				      : g_build_filename(root, "libexec", "apfbench", name, NULL);
}

char *paths_made(const char *relative)
{
	g_autofree char *root = program_root();

	if (made_folder)
		return g_build_filename(made_folder, relative, NULL);
	return from_source_tree(root)
		       ? g_build_filename(root, "build", relative, NULL)
		       : g_build_filename(g_get_user_cache_dir(), "apfbench", relative, NULL);
}

void paths_set_made(const char *folder)
{
	g_free(made_folder);
	made_folder = g_canonicalize_filename(folder, NULL);
}

char *paths_from(const char *folder, const char *path)
{
	return !folder || g_path_is_absolute(path) ? g_strdup(path)
						   : g_build_filename(folder, path, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* A small kernel source in the test's folder, and ways to open and unpack sources. */
#ifndef TESTS_UNIT_SOURCES_H
#define TESTS_UNIT_SOURCES_H

#include "files.h"
#include "kernel/source.h"
#include "util/paths.h"

static inline void tree_make(void)
{
	file_write("linux/Makefile", "all:\n");
	file_write("linux/mm/a.c", "int a;\n");
	program_write("linux/scripts/s.sh", "#!/bin/sh\n");
}

static inline int made_folder_make(void **state)
{
	g_autofree char *made = NULL;
	int err = folder_make(state);

	if (err)
		return err;
	made = path_of("made");
	paths_set_made(made);
	return 0;
}

static inline int open_name(const char *name, struct source *source)
{
	g_autofree char *path = g_strconcat(folder, "/", name, NULL);

	return source_open(NULL, path, source);
}

static inline int unpack(const struct source *source, const char *to, char **tree)
{
	g_autofree char *path = path_of(to);

	assert_int_equal(fs_make_folder(path), 0);
	return source_unpack(source, path, tree);
}

static inline char *id_of(const char *name)
{
	struct source source;
	char *id;

	assert_int_equal(open_name(name, &source), 0);
	id = g_strdup(source.id);
	source_close(&source);
	return id;
}

#define SOURCE_TEST(name) cmocka_unit_test_setup_teardown(name, made_folder_make, folder_remove)

#endif

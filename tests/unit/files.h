// SPDX-License-Identifier: GPL-2.0-or-later
/* A temporary folder for a test, and files in it. */
#ifndef TESTS_UNIT_FILES_H
#define TESTS_UNIT_FILES_H

#include "util/fs.h"
#include "util/process.h"

#include <glib.h>
#include <string.h>
#include <sys/stat.h>

static char *folder; /* made and removed around each test */

static inline int folder_make(void **state)
{
	(void)state;
	folder = g_dir_make_tmp("apfbench-test-XXXXXX", NULL);
	return folder ? 0 : -1;
}

static inline int folder_remove(void **state)
{
	int err = fs_remove_tree(folder);

	(void)state;
	g_clear_pointer(&folder, g_free);
	return err;
}

#define FOLDER_TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

static inline char *path_of(const char *name)
{
	return g_build_filename(folder, name, NULL);
}

/* Writes a file of the folder, with the folders above it. */
static inline void file_write(const char *name, const char *text)
{
	g_autofree char *path = path_of(name);
	g_autofree char *above = g_path_get_dirname(path);

	assert_int_equal(fs_make_folder(above), 0);
	assert_true(g_file_set_contents(path, text, -1, NULL));
}

static inline void program_write(const char *name, const char *text)
{
	g_autofree char *path = path_of(name);

	file_write(name, text);
	assert_int_equal(chmod(path, 0755), 0);
}

static inline void assert_file_is(const char *name, const char *expected)
{
	g_autofree char *path = path_of(name);
	g_autofree char *text = NULL;

	assert_int_equal(fs_read(path, &text, NULL), 0);
	assert_string_equal(text, expected);
}

#endif

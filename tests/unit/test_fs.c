// SPDX-License-Identifier: GPL-2.0-or-later
/* Files, folders and locks. */
#include "test.h"

#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *folder;

static int folder_make(void **state)
{
	(void)state;
	folder = g_dir_make_tmp(NULL, NULL);
	return folder ? 0 : -1;
}

static int folder_remove(void **state)
{
	int err = fs_remove_tree(folder);

	(void)state;
	g_free(folder);
	return err;
}

static void written_files_are_read_back_and_nothing_is_left_beside(void **state)
{
	g_autofree char *path = g_build_filename(folder, "a", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) names = NULL;
	size_t length;

	(void)state;
	assert_int_equal(fs_write_atomic(path, "x\0y", 3), 0);
	assert_int_equal(fs_read(path, &text, &length), 0);
	assert_int_equal(length, 3);
	assert_memory_equal(text, "x\0y", 3);
	assert_int_equal(fs_list(folder, &names), 0);
	assert_int_equal(names->len, 1);
}

static void a_missing_folder_lists_empty(void **state)
{
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	assert_int_equal(fs_list("/nonexistent/folder", &names), 0);
	assert_int_equal(names->len, 0);
}

static void errors_say_why(void **state)
{
	g_autofree char *path = g_build_filename(folder, "file", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	assert_int_equal(fs_write_atomic(path, "", 0), 0);
	assert_int_equal(fs_read(folder, &text, NULL), -EISDIR);
	assert_null(text);
	assert_int_equal(fs_list(path, &names), -ENOTDIR);
	assert_null(names);
	assert_int_equal(unlink(path), 0);
}

static void errors_name_the_path(void **state)
{
	g_autofree char *text = NULL;

	(void)state;
	assert_int_equal(fs_read("/nonexistent/file", &text, NULL), -ENOENT);
	assert_error_says("/nonexistent/file");
	assert_int_equal(fs_write_atomic("/nonexistent/file", "", 0), -ENOENT);
	assert_int_equal(fs_check_writable("/proc/1"), -ENOENT);
	assert_error_says("/proc/1");
}

static void trees_are_removed_without_following_links(void **state)
{
	g_autofree char *tree = g_build_filename(folder, "tree", "deep", NULL);
	g_autofree char *kept = g_build_filename(folder, "kept", NULL);
	g_autofree char *link_path = g_build_filename(tree, "link", NULL);
	g_autofree char *top = g_build_filename(folder, "tree", NULL);

	(void)state;
	assert_int_equal(fs_make_folder(tree), 0);
	assert_int_equal(fs_write_atomic(kept, "k", 1), 0);
	assert_int_equal(symlink(folder, link_path), 0);
	assert_int_equal(fs_remove_tree(top), 0);
	assert_false(fs_exists(top));
	assert_true(fs_exists(kept));
	assert_int_equal(fs_remove_tree(top), 0);
}

static void a_lock_excludes_and_names_its_holder(void **state)
{
	g_autofree char *path = g_build_filename(folder, "lock", NULL);
	g_autofree char *self = g_strdup_printf("process %d", (int)getpid());
	int first, second;

	(void)state;
	assert_int_equal(fs_lock(path, false, &first), 0);
	assert_int_equal(fs_lock(path, false, &second), -EBUSY);
	assert_error_says(self);
	close(first);
	assert_int_equal(fs_lock(path, false, &second), 0);
	close(second);
}

static void copies_have_the_same_bytes_and_hash(void **state)
{
	g_autofree char *from = g_build_filename(folder, "from", NULL);
	g_autofree char *to = g_build_filename(folder, "to", NULL);
	g_autofree char *hash_from = NULL, *hash_to = NULL;

	(void)state;
	assert_int_equal(fs_write_atomic(from, "abc", 3), 0);
	assert_int_equal(fs_copy(from, to), 0);
	assert_int_equal(fs_hash_file(from, &hash_from), 0);
	assert_int_equal(fs_hash_file(to, &hash_to), 0);
	assert_string_equal(hash_from, hash_to);
	/* FIPS 180-2, appendix B.1 */
	assert_string_equal(hash_from,
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_files_are_read_back_and_nothing_is_left_beside),
		cmocka_unit_test(a_missing_folder_lists_empty),
		cmocka_unit_test(errors_say_why),
		cmocka_unit_test(errors_name_the_path),
		cmocka_unit_test(trees_are_removed_without_following_links),
		cmocka_unit_test(a_lock_excludes_and_names_its_holder),
		cmocka_unit_test(copies_have_the_same_bytes_and_hash),
	};

	return cmocka_run_group_tests_name("fs", tests, folder_make, folder_remove);
}

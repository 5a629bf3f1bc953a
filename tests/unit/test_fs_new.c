// SPDX-License-Identifier: GPL-2.0-or-later
/* Files that get their name when they are whole. */
#include "test.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/fs_new.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char *folder, *path;

/* As NFS answers. */
static bool files_must_have_names;

int open(const char *name, int flags, ...)
{
	va_list arguments;
	int mode;

	va_start(arguments, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0;
	va_end(arguments);
	if (files_must_have_names && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return (int)syscall(SYS_openat, AT_FDCWD, name, flags, mode);
}

static int folder_make(void **state)
{
	(void)state;
	folder = g_dir_make_tmp(NULL, NULL);
	path = folder ? g_build_filename(folder, "a", NULL) : NULL;
	return folder ? 0 : -1;
}

static int folder_remove(void **state)
{
	int err = fs_remove_tree(folder);

	(void)state;
	files_must_have_names = false;
	g_free(path);
	g_free(folder);
	return err;
}

static unsigned int names_count(void)
{
	g_autoptr(GPtrArray) names = NULL;

	assert_int_equal(fs_list(folder, &names), 0);
	return names->len;
}

static void begin(struct fs_new *file)
{
	assert_int_equal(fs_new_begin(path, file), 0);
	assert_int_equal(write(file->fd, "new", 3), 3);
}

static void assert_contains(const char *expected)
{
	g_autofree char *text = NULL;

	assert_int_equal(fs_read(path, &text, NULL), 0);
	assert_string_equal(text, expected);
	assert_int_equal(names_count(), 1);
}

static void a_file_has_no_name_until_it_is_whole(void **state)
{
	struct fs_new file;
	struct stat info;
	mode_t mask = umask(027);

	(void)state;
	begin(&file);
	umask(mask);
	assert_int_equal(names_count(), 0);
	assert_int_equal(fs_new_publish(&file), 0);
	assert_contains("new");
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0640);
}

static void where_it_must_have_one_it_is_another(void **state)
{
	struct fs_new file;

	(void)state;
	files_must_have_names = true;
	begin(&file);
	assert_false(fs_exists(path));
	assert_int_equal(names_count(), 1);
	assert_int_equal(fs_new_publish(&file), 0);
	assert_contains("new");
}

static void discarded_files_are_gone(void **state)
{
	struct fs_new file;

	(void)state;
	for (int i = 0; i < 2; i++) {
		files_must_have_names = i;
		begin(&file);
		fs_new_discard(&file);
		assert_int_equal(names_count(), 0);
	}
}

static void what_came_meanwhile_is_not_replaced(void **state)
{
	struct fs_new file;

	(void)state;
	for (int i = 0; i < 2; i++) {
		files_must_have_names = i;
		assert_int_equal(fs_remove_tree(path), 0);
		begin(&file);
		assert_int_equal(fs_write_atomic(path, "old", 3), 0);
		assert_int_equal(fs_new_publish(&file), -EEXIST);
		assert_non_null(strstr(error_text(), path));
		assert_contains("old");
	}
}

/* Nor is a link to nothing. */
static void links_are_not_followed(void **state)
{
	struct fs_new file;

	(void)state;
	begin(&file);
	assert_int_equal(symlink("nothing", path), 0);
	assert_int_equal(fs_new_check(path), -EEXIST);
	assert_int_equal(fs_new_publish(&file), -EEXIST);
	assert_int_equal(names_count(), 1);
}

static void errors_name_the_folder(void **state)
{
	struct fs_new file;

	(void)state;
	assert_int_equal(fs_new_begin("/nonexistent/folder/a", &file), -ENOENT);
	assert_non_null(strstr(error_text(), "/nonexistent/folder: cannot write there"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_has_no_name_until_it_is_whole, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(where_it_must_have_one_it_is_another, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(discarded_files_are_gone, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(what_came_meanwhile_is_not_replaced, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(links_are_not_followed, folder_make, folder_remove),
		cmocka_unit_test(errors_name_the_folder),
	};

	return cmocka_run_group_tests_name("fs_new", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and folders. */
#include "test.h"

#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
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

static uint64_t blocks_of(const char *path)
{
	struct stat info;

	assert_int_equal(stat(path, &info), 0);
	return (uint64_t)info.st_blocks * 512;
}

/* 1 MiB of bytes in the middle of 64 MiB of nothing. */
static void sparse_write(const char *path)
{
	g_autofree char *data = g_strnfill(1 << 20, 'x');
	int fd = open(path, O_WRONLY | O_CREAT, 0666);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 64 << 20), 0);
	assert_int_equal(pwrite(fd, data, 1 << 20, 32 << 20), 1 << 20);
	close(fd);
}

static void copied_holes_stay_holes_also_on_another_file_system(void **state)
{
	g_autofree char *from = g_build_filename(folder, "sparse", NULL);
	g_autofree char *shm = g_strdup("/dev/shm/apfbench-test-XXXXXX");
	g_autofree char *hash_from = NULL;
	const char *tops[3] = { folder, NULL, NULL };

	(void)state;
	tops[1] = g_mkdtemp(shm);
	assert_non_null(tops[1]);
	sparse_write(from);
	assert_int_equal(fs_hash_file(from, &hash_from), 0);
	for (size_t i = 0; tops[i]; i++) {
		g_autofree char *to = g_build_filename(tops[i], "copy", NULL);
		g_autofree char *back = g_build_filename(folder, "back", NULL);
		g_autofree char *hash_to = NULL, *hash_back = NULL;

		assert_int_equal(fs_copy(from, to), 0);
		assert_int_equal(fs_copy(to, back), 0);
		assert_true(blocks_of(to) < 4 << 20);
		assert_true(blocks_of(back) < 4 << 20);
		assert_int_equal(fs_hash_file(to, &hash_to), 0);
		assert_int_equal(fs_hash_file(back, &hash_back), 0);
		assert_string_equal(hash_from, hash_to);
		assert_string_equal(hash_from, hash_back);
	}
	assert_int_equal(fs_remove_tree(shm), 0);
}

static void only_regular_files_are_read(void **state)
{
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
	g_autofree char *to = g_build_filename(folder, "to", NULL);
	const char *const paths[] = { fifo, "/dev/zero", "/dev/null", NULL };

	(void)state;
	assert_int_equal(mkfifo(fifo, 0666), 0);
	for (size_t i = 0; paths[i]; i++) {
		g_autofree char *text = NULL, *hex = NULL;

		assert_int_equal(fs_read(paths[i], &text, NULL), -EINVAL);
		assert_error_says("is not a regular file");
		assert_int_equal(fs_hash_file(paths[i], &hex), -EINVAL);
		assert_int_equal(fs_copy(paths[i], to), -EINVAL);
	}
	assert_int_equal(unlink(fifo), 0);
}

static void files_without_a_size_are_read_and_endless_ones_are_not(void **state)
{
	g_autofree char *large = g_build_filename(folder, "large", NULL);
	g_autofree char *text = NULL, *none = NULL;
	size_t length = 0;

	(void)state;
	assert_int_equal(fs_read("/proc/self/status", &text, &length), 0);
	assert_true(length > 100);
	assert_int_equal(fs_write_atomic(large, "", 0), 0);
	assert_int_equal(truncate(large, (off_t)FS_READ_MOST + 1), 0);
	assert_int_equal(fs_read(large, &none, NULL), -EFBIG);
	assert_error_says("larger than 256 MiB");
	assert_null(none);
	assert_int_equal(unlink(large), 0);
}

static void nothing_is_written_through_a_link(void **state)
{
	g_autofree char *victim = g_build_filename(folder, "victim", NULL);
	g_autofree char *path = g_build_filename(folder, "file", NULL);
	g_autofree char *guess = g_strconcat(path, ".tmp", NULL);
	g_autofree char *text = NULL;

	(void)state;
	assert_int_equal(fs_write_atomic(victim, "precious", 8), 0);
	assert_int_equal(symlink(victim, path), 0);
	assert_int_equal(symlink(victim, guess), 0);
	assert_int_equal(fs_write_atomic(path, "new", 3), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(victim, path), 0);
	assert_int_equal(fs_copy("/etc/passwd", path), 0);
	assert_int_equal(fs_read(victim, &text, NULL), 0);
	assert_string_equal(text, "precious");
}

static void leftovers_are_known_by_their_names(void **state)
{
	static const char *const names[][2] = {
		{ "a.json.0123abcd.tmp", "a.json" },
		{ "a.json.tmp", "a.json" },
		{ "a.json", NULL },
		{ "notes.0123ABCD.tmp", "notes.0123ABCD" },
		{ ".0123abcd.tmp", ".0123abcd" },
		{ "tmp", NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *name = fs_temporary_of(names[i][0]);

		assert_int_equal(g_strcmp0(name, names[i][1]), 0);
	}
}

/* As FUSE and 9p answer for folders. */
static bool folders_have_no_fsync;

int fsync(int fd)
{
	struct stat info;

	if (folders_have_no_fsync && !fstat(fd, &info) && S_ISDIR(info.st_mode)) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

static void a_file_system_without_fsync_of_folders_will_do(void **state)
{
	g_autofree char *path = g_build_filename(folder, "unsynced", NULL);
	int err;

	(void)state;
	folders_have_no_fsync = true;
	err = fs_write_atomic(path, "abc", 3);
	folders_have_no_fsync = false;
	assert_int_equal(err, 0);
	assert_true(fs_exists(path));
}

/* In a child, as root may remove anything. */
static void a_read_only_tree_is_removed(void **state)
{
	g_autofree char *top = g_strdup("/tmp/apfbench-test-XXXXXX");
	g_autofree char *below = NULL;
	int status;
	pid_t pid;

	(void)state;
	assert_non_null(g_mkdtemp(top));
	below = g_build_filename(top, "a", "b", NULL);
	if (getuid() == 0)
		assert_int_equal(chown(top, 65534, 65534), 0);
	pid = fork();
	if (pid == 0) {
		g_autofree char *above = g_path_get_dirname(below);

		if (getuid() == 0 && setresuid(65534, 65534, 65534))
			_exit(1);
		if (fs_make_folder(below) || chmod(below, 0) || chmod(above, 0555))
			_exit(2);
		_exit(fs_remove_tree(above) ? 3 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(fs_remove_tree(top), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_files_are_read_back_and_nothing_is_left_beside),
		cmocka_unit_test(a_missing_folder_lists_empty),
		cmocka_unit_test(errors_say_why),
		cmocka_unit_test(errors_name_the_path),
		cmocka_unit_test(trees_are_removed_without_following_links),
		cmocka_unit_test(copies_have_the_same_bytes_and_hash),
		cmocka_unit_test(copied_holes_stay_holes_also_on_another_file_system),
		cmocka_unit_test(only_regular_files_are_read),
		cmocka_unit_test(files_without_a_size_are_read_and_endless_ones_are_not),
		cmocka_unit_test(nothing_is_written_through_a_link),
		cmocka_unit_test(leftovers_are_known_by_their_names),
		cmocka_unit_test(a_file_system_without_fsync_of_folders_will_do),
		cmocka_unit_test(a_read_only_tree_is_removed),
	};

	return cmocka_run_group_tests_name("fs", tests, folder_make, folder_remove);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel sources: folders, tarballs and git, what identifies them, and unpacking. */
#include "test.h"

#include "files.h"
#include "kernel/series.h"
#include "kernel/source.h"
#include "util/paths.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

static void tree_make(void)
{
	file_write("linux/Makefile", "all:\n");
	file_write("linux/mm/a.c", "int a;\n");
	program_write("linux/scripts/s.sh", "#!/bin/sh\n");
}

/* A tarball of one file, whose path the test chooses. */
static void tarball_make(const char *name, const char *const paths[])
{
	g_autofree char *path = path_of(name);
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	archive_write_set_format_pax_restricted(archive);
	archive_write_add_filter_gzip(archive);
	assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
	for (guint i = 0; paths[i]; i++) {
		archive_entry_set_pathname(entry, paths[i]);
		archive_entry_set_mode(entry, AE_IFREG | 0755);
		archive_entry_set_size(entry, 4);
		assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(archive, "all:", 4), 4);
	}
	archive_entry_free(entry);
	archive_write_close(archive);
	archive_write_free(archive);
}

static int made_folder_make(void **state)
{
	g_autofree char *made = NULL;
	int err = folder_make(state);

	if (err)
		return err;
	made = path_of("made");
	paths_set_made(made);
	return 0;
}

static int open_name(const char *name, struct source *source)
{
	g_autofree char *path = g_strconcat(folder, "/", name, NULL);

	return source_open(NULL, path, source);
}

static int unpack(const struct source *source, const char *to, char **tree)
{
	g_autofree char *path = path_of(to);

	assert_int_equal(fs_make_folder(path), 0);
	return source_unpack(source, path, tree);
}

static char *id_of(const char *name)
{
	struct source source;
	char *id;

	assert_int_equal(open_name(name, &source), 0);
	id = g_strdup(source.id);
	source_close(&source);
	return id;
}

static void a_folder_is_copied_and_known_by_its_contents(void **state)
{
	g_autofree char *tree = NULL, *before = NULL, *after = NULL;
	struct source source;

	(void)state;
	tree_make();
	before = id_of("linux");
	assert_int_equal(open_name("linux", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	source_close(&source);
	assert_file_is("out/linux/mm/a.c", "int a;\n");
	file_write("linux/mm/a.c", "int b;\n");
	after = id_of("linux");
	assert_string_not_equal(before, after);
}

static void a_folder_in_which_a_kernel_was_configured_is_refused(void **state)
{
	struct source source;

	(void)state;
	tree_make();
	file_write("linux/.config", "");
	assert_int_equal(open_name("linux", &source), -EINVAL);
	assert_error_says("mrproper");
}

static void a_tarball_loses_its_outer_folder(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", "linux-6/mm/a.c", NULL };
	g_autofree char *tree = NULL;
	struct source source;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	source_close(&source);
	assert_file_is("out/linux/mm/a.c", "all:");
	assert_file_is("out/linux/Makefile", "all:");
}

/* Trees of one tarball share their files: patch has to replace what it changes. */
static void a_patched_tree_leaves_the_kept_one_alone(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", "linux-6/mm/a.c", NULL };
	g_autofree char *tree = NULL, *again = NULL, *series = path_of("s"), *log = path_of("log");
	char *stack[] = { series, NULL };
	g_autoptr(GPtrArray) patches = NULL;
	struct source source;

	(void)state;
	file_write("s/series", "p.patch\n");
	file_write("s/p.patch", "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -1 +1 @@\n-all:\n"
				"\\ No newline at end of file\n+none:\n");
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_int_equal(series_stack(NULL, stack, false, &patches), 0);
	assert_int_equal(series_apply(patches, tree, log), 0);
	assert_file_is("out/linux/mm/a.c", "none:\n");
	assert_int_equal(unpack(&source, "out2", &again), 0);
	assert_file_is("out2/linux/mm/a.c", "all:");
	source_close(&source);
}

static void a_kept_tree_that_lost_something_is_unpacked_again(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", "linux-6/mm/a.c", NULL };
	g_autofree char *tree = NULL, *again = NULL, *sources = path_of("made/sources");
	g_autoptr(GPtrArray) names = NULL;
	struct source source;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_int_equal(fs_list(sources, &names), 0);
	assert_int_equal(names->len, 3); /* .lock, the tree, its size */
	g_autofree char *kept = g_build_filename(sources, names->pdata[1], "mm/a.c", NULL);

	assert_true(g_file_set_contents(kept, "", 0, NULL));
	assert_int_equal(unpack(&source, "out2", &again), 0);
	assert_file_is("out2/linux/mm/a.c", "all:");
	source_close(&source);
}

static void a_tarball_cannot_write_elsewhere(void **state)
{
	const char *const paths[] = { "linux/Makefile", "linux/../../../escaped", NULL };
	g_autofree char *tree = NULL, *escaped = path_of("escaped");
	struct source source;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), -EINVAL);
	assert_error_says("../../../escaped");
	assert_false(fs_exists(escaped));
	source_close(&source);
}

static void what_is_no_kernel_is_refused(void **state)
{
	const char *const paths[] = { "a/readme", NULL };
	g_autofree char *tree = NULL;
	struct source source;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), -EINVAL);
	assert_error_says("Makefile");
	source_close(&source);
	file_write("junk.tar.gz", "no archive");
	assert_int_equal(open_name("junk.tar.gz", &source), 0);
	assert_true(unpack(&source, "out2", &tree) < 0);
	assert_error_says("junk.tar.gz");
	source_close(&source);
}

static void a_missing_source_is_named_with_its_package(void **state)
{
	struct source source;

	(void)state;
	assert_int_equal(source_open(NULL, "linux-source-0.1", &source), -ENOPKG);
	assert_error_says("apt-get install linux-source-0.1");
	assert_int_equal(source_open(NULL, "linux", &source), -EINVAL);
	assert_int_equal(open_name("none", &source), -ENOENT);
	assert_error_says("none");
}

static void git_do(const char *command, ...)
{
	g_autofree char *where = path_of("linux");
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autofree char *output = NULL;
	va_list args;

	g_ptr_array_add(argv, (char *)"git");
	g_ptr_array_add(argv, (char *)"-C");
	g_ptr_array_add(argv, where);
	g_ptr_array_add(argv, (char *)"-c");
	g_ptr_array_add(argv, (char *)"user.name=test");
	g_ptr_array_add(argv, (char *)"-c");
	g_ptr_array_add(argv, (char *)"user.email=test@localhost");
	va_start(args, command);
	for (const char *arg = command; arg; arg = va_arg(args, const char *))
		g_ptr_array_add(argv, (char *)arg);
	va_end(args);
	g_ptr_array_add(argv, NULL);
	assert_int_equal(process_output((const char *const *)argv->pdata, NULL, &output), 0);
}

static void repository_make(void)
{
	tree_make();
	git_do("init", "-q", NULL);
	git_do("add", "-A", NULL);
	git_do("commit", "-q", "-m", "first", NULL);
}

static void a_git_ref_is_unpacked_whatever_the_work_tree_has(void **state)
{
	g_autofree char *tree = NULL;
	struct source source;

	(void)state;
	repository_make();
	file_write("linux/mm/a.c", "changed\n");
	assert_int_equal(open_name("linux#HEAD", &source), 0);
	assert_null(source.diff);
	assert_null(strstr(source.text, "dirty"));
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_file_is("out/linux/mm/a.c", "int a;\n");
	source_close(&source);
	assert_int_equal(open_name("linux#nothing", &source), -ENOENT);
	assert_error_says("nothing");
}

static void a_dirty_work_tree_is_recorded_with_its_diff(void **state)
{
	g_autofree char *clean = NULL, *dirty = NULL, *tree = NULL;
	g_autofree char *objects = path_of("linux/.git/objects");
	uint64_t before;
	struct source source;

	(void)state;
	repository_make();
	clean = id_of("linux");
	before = fs_disk_usage(objects);
	file_write("linux/mm/a.c", "changed\n");
	file_write("linux/mm/new.c", "added\n");
	dirty = id_of("linux");
	assert_string_not_equal(clean, dirty);
	assert_int_equal(open_name("linux", &source), 0);
	assert_non_null(strstr(source.text, "(dirty, diff "));
	assert_non_null(strstr(source.diff, "+changed"));
	assert_non_null(strstr(source.diff, "+added"));
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_file_is("out/linux/mm/a.c", "changed\n");
	assert_file_is("out/linux/mm/new.c", "added\n");
	assert_int_equal(fs_disk_usage(objects), before); /* the repository is left alone */
	source_close(&source);
}

static void a_work_tree_that_changes_under_way_is_an_error(void **state)
{
	g_autofree char *tree = NULL;
	struct source source;

	(void)state;
	repository_make();
	file_write("linux/mm/a.c", "changed\n");
	assert_int_equal(open_name("linux", &source), 0);
	file_write("linux/mm/a.c", "changed again\n");
	assert_int_equal(unpack(&source, "out", &tree), -EINVAL);
	assert_error_says("changed while");
	source_close(&source);
}

#define SOURCE_TEST(name) cmocka_unit_test_setup_teardown(name, made_folder_make, folder_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SOURCE_TEST(a_folder_is_copied_and_known_by_its_contents),
		SOURCE_TEST(a_folder_in_which_a_kernel_was_configured_is_refused),
		SOURCE_TEST(a_tarball_loses_its_outer_folder),
		SOURCE_TEST(a_patched_tree_leaves_the_kept_one_alone),
		SOURCE_TEST(a_kept_tree_that_lost_something_is_unpacked_again),
		SOURCE_TEST(a_tarball_cannot_write_elsewhere),
		SOURCE_TEST(what_is_no_kernel_is_refused),
		SOURCE_TEST(a_missing_source_is_named_with_its_package),
		SOURCE_TEST(a_git_ref_is_unpacked_whatever_the_work_tree_has),
		SOURCE_TEST(a_dirty_work_tree_is_recorded_with_its_diff),
		SOURCE_TEST(a_work_tree_that_changes_under_way_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

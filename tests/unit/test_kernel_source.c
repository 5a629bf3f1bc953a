// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel sources: folders, tarballs and git, what identifies them, and unpacking. */
#include "test.h"

#include "kernel/series.h"
#include "sources.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* A tarball of files that all have one text. */
static void tarball_fill(const char *name, const char *const paths[], const char *text)
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
		archive_entry_set_size(entry, (la_int64_t)strlen(text));
		assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(archive, text, strlen(text)), strlen(text));
	}
	archive_entry_free(entry);
	archive_write_close(archive);
	archive_write_free(archive);
}

static void tarball_make(const char *name, const char *const paths[])
{
	tarball_fill(name, paths, "all:");
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

/* Trees of one tarball share their files: whoever changes one has to replace it. */
static void a_patched_tree_leaves_the_kept_one_alone(void **state)
{
	static const struct linux_version version = { 6, 1 };
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
	assert_int_equal(series_stack(NULL, &version, stack, false, &patches), 0);
	assert_int_equal(series_apply(patches, tree, log, true), 0);
	assert_file_is("out/linux/mm/a.c", "none:\n");
	assert_int_equal(unpack(&source, "out2", &again), 0);
	assert_file_is("out2/linux/mm/a.c", "all:");
	source_close(&source);
}

/* The only kept tree. */
static char *kept_path(void)
{
	g_autofree char *sources = path_of("made/sources");
	g_autoptr(GPtrArray) names = NULL;

	assert_int_equal(fs_list(sources, &names), 0);
	assert_int_equal(names->len, 3); /* lock, mark, the tree and its measure */
	return g_build_filename(sources, names->pdata[2], NULL);
}

static void a_kept_tree_that_lost_something_is_unpacked_again(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", "linux-6/mm/a.c", NULL };
	g_autofree char *tree = NULL, *again = NULL, *kept = NULL, *file = NULL, *facts = NULL;
	struct source source;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	facts = path_of("out/linux/source.json");
	assert_false(fs_exists(facts));
	kept = kept_path();
	file = g_build_filename(kept, "tree/mm/a.c", NULL);
	assert_true(g_file_set_contents(file, "", 0, NULL));
	assert_int_equal(unpack(&source, "out2", &again), 0);
	assert_file_is("out2/linux/mm/a.c", "all:");
	source_close(&source);
}

static void a_tarball_of_an_odd_name_is_kept_as_well(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", NULL };
	g_autofree char *tree = NULL, *again = NULL, *kept = NULL;
	g_autoptr(GPtrArray) entries = NULL;
	struct source source;
	struct stat before, after;

	(void)state;
	tarball_make(".\xff\n.tar.gz", paths);
	assert_int_equal(open_name(".\xff\n.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	kept = kept_path();
	assert_int_equal(stat(kept, &before), 0);
	assert_int_equal(unpack(&source, "out2", &again), 0);
	assert_int_equal(stat(kept, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(store_list(&source_store, &entries), 0);
	assert_int_equal(entries->len, 1);
	source_close(&source);
}

/* It had the same name, with the files in it and their measure beside it. */
static void a_tree_that_an_earlier_version_kept_is_replaced(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", "linux-6/mm/a.c", NULL };
	g_autofree char *tree = NULL, *again = NULL, *kept = NULL;
	g_autofree char *file = NULL, *old = NULL;
	struct source source;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	kept = kept_path();
	assert_int_equal(fs_remove_tree(kept), 0);
	file = g_build_filename(kept, "Makefile", NULL);
	assert_int_equal(fs_make_folder(kept), 0);
	assert_true(g_file_set_contents(file, "old", -1, NULL));
	assert_int_equal(unpack(&source, "out2", &again), 0);
	assert_file_is("out2/linux/Makefile", "all:");
	assert_false(fs_exists(file));
	old = g_build_filename(kept, "tree/Makefile", NULL);
	assert_true(fs_exists(old));
	source_close(&source);
}

/* In place, by the file that a build tree shares with the kept one, and of the same size. */
static void an_edit_in_a_build_tree_does_not_reach_the_next(void **state)
{
	const char *const paths[] = { "linux-6/Makefile", "linux-6/mm/a.c", NULL };
	g_autofree char *tree = NULL, *again = NULL, *third = NULL, *file = NULL;
	struct source source;
	struct stat first, next;
	FILE *edited;

	(void)state;
	tarball_make("l.tar.gz", paths);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_int_equal(unpack(&source, "out2", &again), 0);
	file = path_of("out/linux/mm/a.c");
	assert_int_equal(stat(file, &first), 0);
	g_free(file);
	file = path_of("out2/linux/mm/a.c");
	assert_int_equal(stat(file, &next), 0);
	assert_int_equal(first.st_ino, next.st_ino); /* not unpacked for nothing */
	edited = fopen(file, "r+");
	assert_non_null(edited);
	fputs("ALL:", edited);
	fclose(edited);
	assert_int_equal(unpack(&source, "out3", &third), 0);
	assert_file_is("out3/linux/mm/a.c", "all:");
	source_close(&source);
}

/* A tarball of one entry that is no file; link may be NULL. */
static void tarball_special(const char *name, const char *entry_name, mode_t type, const char *link)
{
	g_autofree char *path = path_of(name);
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	archive_write_set_format_pax_restricted(archive);
	assert_int_equal(archive_write_open_filename(archive, path), ARCHIVE_OK);
	archive_entry_set_pathname(entry, entry_name);
	archive_entry_set_mode(entry, type | 0777);
	archive_entry_set_symlink(entry, link);
	assert_int_equal(archive_write_header(archive, entry), ARCHIVE_OK);
	archive_entry_free(entry);
	archive_write_close(archive);
	archive_write_free(archive);
}

static void a_tarball_of_one_link_is_not_a_source(void **state)
{
	g_autofree char *outside = path_of("linux"), *tree = NULL;
	struct source source;

	(void)state;
	tree_make();
	tarball_special("l.tar", "linux", AE_IFLNK, outside);
	assert_int_equal(open_name("l.tar", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), -EINVAL);
	assert_error_says("no Makefile in it");
	source_close(&source);
}

static void a_tarball_with_a_fifo_or_device_is_refused(void **state)
{
	static const mode_t types[] = { AE_IFIFO, AE_IFCHR, AE_IFBLK };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		g_autofree char *tree = NULL, *made = path_of("out/linux/odd");
		struct source source;

		tarball_special("l.tar", "linux/odd", types[i], NULL);
		assert_int_equal(open_name("l.tar", &source), 0);
		assert_int_equal(unpack(&source, "out", &tree), -EINVAL);
		assert_error_says("neither file, folder nor link: linux/odd");
		assert_false(fs_exists(made));
		source_close(&source);
	}
}

static void a_tree_that_cannot_be_written_has_its_reason(void **state)
{
	const char *const paths[] = { "linux/Makefile", NULL };
	g_autofree char *text = g_strnfill(1 << 16, 'x'), *tree = NULL;
	struct rlimit before, small;
	struct source source;
	int err;

	(void)state;
	tarball_fill("l.tar.gz", paths, text);
	assert_int_equal(open_name("l.tar.gz", &source), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = (struct rlimit){ 1 << 12, before.rlim_max };
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	err = unpack(&source, "out", &tree);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(err, -EFBIG);
	assert_error_says("l.tar.gz: cannot unpack: ");
	assert_error_says(": File too large");
	source_close(&source);
}

static void a_link_to_a_source_stands_for_it(void **state)
{
	g_autofree char *link = path_of("link"), *tree = NULL, *id = NULL, *id_of_link = NULL;
	struct source source;

	(void)state;
	tree_make();
	assert_int_equal(symlink("linux", link), 0);
	id = id_of("linux");
	id_of_link = id_of("link");
	assert_string_equal(id, id_of_link);
	assert_int_equal(open_name("link", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	source_close(&source);
	assert_file_is("out/linux/mm/a.c", "int a;\n");
}

static void a_read_only_source_gives_a_writable_tree(void **state)
{
	g_autofree char *tree = NULL, *below = path_of("linux/mm"), *copy = path_of("out/linux/mm");
	struct source source;
	struct stat st;

	(void)state;
	tree_make();
	assert_int_equal(chmod(below, 0555), 0);
	assert_int_equal(open_name("linux", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_int_equal(stat(copy, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0755);
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

static void a_source_that_is_not_a_kernel_is_refused(void **state)
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

/* The folder of the series that fit is found by it. */
static void a_source_says_its_version(void **state)
{
	static const char makefile[] = "# SPDX-License-Identifier: GPL-2.0\nVERSION = 6\n"
				       "PATCHLEVEL = 12\nSUBLEVEL = 3\n";
	const char *const paths[] = { "linux-6/mm/Makefile", "linux-6/Makefile", NULL };
	g_autofree char *none = NULL, *read = NULL, *tarball = NULL;

	(void)state;
	tree_make();
	none = source_version(folder, "./linux");
	assert_null(none);
	file_write("linux/Makefile", makefile);
	read = source_version(folder, "./linux");
	assert_string_equal(read, "6.12");
	tarball_fill("l.tar.gz", paths, makefile);
	tarball = source_version(folder, "l.tar.gz");
	assert_string_equal(tarball, "6.12");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SOURCE_TEST(a_folder_is_copied_and_known_by_its_contents),
		SOURCE_TEST(a_folder_in_which_a_kernel_was_configured_is_refused),
		SOURCE_TEST(a_tarball_loses_its_outer_folder),
		SOURCE_TEST(a_patched_tree_leaves_the_kept_one_alone),
		SOURCE_TEST(a_kept_tree_that_lost_something_is_unpacked_again),
		SOURCE_TEST(a_tree_that_an_earlier_version_kept_is_replaced),
		SOURCE_TEST(a_tarball_of_an_odd_name_is_kept_as_well),
		SOURCE_TEST(an_edit_in_a_build_tree_does_not_reach_the_next),
		SOURCE_TEST(a_tarball_of_one_link_is_not_a_source),
		SOURCE_TEST(a_tarball_with_a_fifo_or_device_is_refused),
		SOURCE_TEST(a_tree_that_cannot_be_written_has_its_reason),
		SOURCE_TEST(a_link_to_a_source_stands_for_it),
		SOURCE_TEST(a_read_only_source_gives_a_writable_tree),
		SOURCE_TEST(a_tarball_cannot_write_elsewhere),
		SOURCE_TEST(a_source_that_is_not_a_kernel_is_refused),
		SOURCE_TEST(a_source_says_its_version),
		SOURCE_TEST(a_missing_source_is_named_with_its_package),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Kernel sources in git: what is built, what is recorded, and what must not take part in it. */
#include "test.h"

#include "repository.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

static ino_t inode_of(const char *name)
{
	g_autofree char *path = path_of(name);
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_ino;
}

static guint kept_commits(void)
{
	g_autoptr(GPtrArray) entries = NULL;

	assert_int_equal(store_list(&source_store, &entries), 0);
	return entries->len;
}

static void the_last_commit_is_kept_and_linked(void **state)
{
	g_autofree char *first = NULL, *again = NULL, *next = NULL;
	struct source source;

	(void)state;
	repository_make();
	assert_int_equal(open_name("linux#HEAD", &source), 0);
	assert_int_equal(unpack(&source, "one", &first), 0);
	assert_int_equal(unpack(&source, "two", &again), 0);
	assert_int_equal(inode_of("one/linux/mm/a.c"), inode_of("two/linux/mm/a.c"));
	assert_int_equal(kept_commits(), 1);
	source_close(&source);
	file_write("linux/mm/a.c", "next\n");
	git_do("commit", "-q", "-a", "-m", "next", NULL);
	assert_int_equal(open_name("linux#HEAD", &source), 0);
	assert_int_equal(unpack(&source, "three", &next), 0);
	assert_file_is("three/linux/mm/a.c", "next\n");
	assert_file_is("two/linux/mm/a.c", "int a;\n");
	assert_int_equal(kept_commits(), 1);
	/* What the commits have in common is the same file. */
	assert_int_equal(inode_of("three/linux/Makefile"), inode_of("two/linux/Makefile"));
	assert_int_not_equal(inode_of("three/linux/mm/a.c"), inode_of("two/linux/mm/a.c"));
	source_close(&source);
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
	assert_non_null(strstr(source.diff->str, "+changed"));
	assert_non_null(strstr(source.diff->str, "+added"));
	assert_int_equal(unpack(&source, "out", &tree), 0);
	assert_file_is("out/linux/mm/a.c", "changed\n");
	assert_file_is("out/linux/mm/new.c", "added\n");
	assert_int_equal(fs_disk_usage(objects), before); /* the repository is left alone */
	source_close(&source);
}

/* Which git does not see by time and size alone, and its index is copied later than that. */
static void a_change_as_young_as_the_index_is_seen(void **state)
{
	g_autofree char *file = path_of("linux/mm/a.c"), *index = path_of("linux/.git/index");
	const struct timespec second[] = { { .tv_sec = 1700000000 }, { .tv_sec = 1700000000 } };
	struct source source;
	struct stat st;
	int fd;

	(void)state;
	repository_make();
	assert_int_equal(utimensat(AT_FDCWD, file, second, 0), 0);
	git_do("update-index", "-q", "--refresh", NULL);
	assert_int_equal(stat(index, &st), 0);
	/* As long as before, in the same file, in the same second. */
	fd = open(file, O_WRONLY);
	assert_int_equal(write(fd, "int b;\n", 7), 7);
	close(fd);
	assert_int_equal(utimensat(AT_FDCWD, file, second, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, index, second, 0), 0);
	assert_int_equal(open_name("linux", &source), 0);
	assert_non_null(source.diff);
	assert_non_null(strstr(source.diff->str, "+int b;"));
	source_close(&source);
}

/* Flags of the index that make git look past a file. */
static void a_change_that_git_was_asked_to_overlook_is_built(void **state)
{
	static const char *const flags[] = { "--assume-unchanged", "--skip-worktree" };

	(void)state;
	repository_make();
	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
		g_autofree char *out = g_strdup_printf("out%zu", i), *tree = NULL;
		g_autofree char *built = g_strconcat(out, "/linux/mm/a.c", NULL);
		struct source source;

		git_do("update-index", flags[i], "mm/a.c", NULL);
		file_write("linux/mm/a.c", i ? "two\n" : "one\n");
		assert_int_equal(open_name("linux", &source), 0);
		assert_non_null(source.diff);
		assert_int_equal(unpack(&source, out, &tree), 0);
		source_close(&source);
		assert_file_is(built, i ? "two\n" : "one\n");
	}
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

/* Everything in a stranger's repository that git would run, given the chance. */
static void no_program_of_a_repository_is_run(void **state)
{
	g_autofree char *mark = path_of("ran"), *script = path_of("evil"), *tree = NULL;
	g_autofree char *text = g_strdup_printf("#!/bin/sh\ntouch '%s'\ncat\n", mark);
	static const char *const keys[] = { "core.fsmonitor",  "filter.f.clean",
					    "filter.f.smudge", "filter.g.process",
					    "diff.d.textconv", "diff.d.command",
					    "diff.external",   "core.pager" };
	struct source source;

	(void)state;
	program_write("evil", text);
	repository_make();
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		git_do("config", keys[i], script, NULL);
	program_write("linux/.git/hooks/post-index-change", text);
	file_write("linux/.git/info/attributes", "*.h filter=g\n");
	file_write("linux/.gitattributes", "*.c filter=f diff=d\n");
	file_write("linux/mm/a.c", "changed\n");
	file_write("linux/mm/a.h", "new\n");
	assert_int_equal(open_name("linux", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	source_close(&source);
	g_clear_pointer(&tree, g_free);
	assert_int_equal(open_name("linux#HEAD", &source), 0);
	assert_int_equal(unpack(&source, "out2", &tree), 0);
	source_close(&source);
	assert_false(fs_exists(mark));
	assert_file_is("out/linux/mm/a.h", "new\n");
}

static const struct {
	const char *key, *value;
} settings[] = {
	{ "core.autocrlf", "true" },	   { "diff.noprefix", "true" },
	{ "diff.context", "0" },	   { "diff.renames", "false" },
	{ "diff.orderFile", "order" },	   { "diff.suppressBlankEmpty", "true" },
	{ "diff.mnemonicPrefix", "true" }, { "diff.algorithm", "patience" },
	{ "core.attributesFile", "attr" }, { "core.excludesFile", "ignored" },
	{ "core.quotePath", "false" },	   { "tar.umask", "0777" },
};

/* The repository's own settings and those of the environment alike. */
static void settings_change_neither_bytes_nor_diff(void **state)
{
	g_autofree char *before = NULL, *tree = NULL;
	struct source source;

	(void)state;
	repository_make();
	file_write("order", "scripts/*\n");
	file_write("attr", "*.c eol=crlf -text\n");
	file_write("ignored", "*.new\n");
	git_do("mv", "mm/a.c", "mm/b.c", NULL);
	file_write("linux/.gitattributes", "*.new export-ignore\n");
	file_write("linux/mm/c.new", "1\n\n2\n");
	program_write("linux/scripts/s.sh", "#!/bin/sh\n\nexit\n");
	assert_int_equal(open_name("linux", &source), 0);
	before = g_strdup(source.text);
	source_close(&source);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		g_autofree char *file = path_of(settings[i].value);

		git_do("config", settings[i].key, fs_exists(file) ? file : settings[i].value, NULL);
	}
	file_write("linux/.git/info/attributes", "* export-ignore eol=crlf text\n");
	g_setenv("GIT_DIFF_OPTS", "-u1", TRUE);
	g_setenv("GIT_EXTERNAL_DIFF", "false", TRUE);
	g_setenv("GIT_DIR", "/nonexistent", TRUE);
	assert_int_equal(open_name("linux", &source), 0);
	assert_string_equal(source.text, before);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	g_unsetenv("GIT_DIFF_OPTS");
	g_unsetenv("GIT_EXTERNAL_DIFF");
	g_unsetenv("GIT_DIR");
	source_close(&source);
	assert_file_is("out/linux/mm/b.c", "int a;\n");
	assert_file_is("out/linux/mm/c.new", "1\n\n2\n");
}

static void a_diff_applies_to_its_commit(void **state)
{
	g_autofree char *diff = path_of("source.diff"), *tree = NULL, *nothing = NULL;
	struct source source;

	(void)state;
	repository_make();
	file_write("linux/mm/a.c", "changed\n");
	assert_int_equal(open_name("linux", &source), 0);
	assert_int_equal(fs_write_atomic(diff, source.diff->str, source.diff->len), 0);
	source_close(&source);
	assert_int_equal(open_name("linux#HEAD", &source), 0);
	assert_int_equal(unpack(&source, "out", &tree), 0);
	source_close(&source);
	const char *const apply[] = {
		"git", "--git-dir=/dev/null", "-C", tree, "apply", diff, NULL
	};

	assert_int_equal(process_output(apply, &plain, &nothing), 0);
	assert_file_is("out/linux/mm/a.c", "changed\n");
}

static void a_folder_of_a_repository_is_that_folder_of_the_commit(void **state)
{
	g_autofree char *tree = NULL, *version = NULL;
	struct source source;

	(void)state;
	tree_make();
	file_write("linux/sub/Makefile", "VERSION = 6\nPATCHLEVEL = 12\n");
	git_do("init", "-q", NULL);
	git_do("add", "-A", NULL);
	git_do("commit", "-q", "-m", "first", NULL);
	assert_int_equal(open_name("linux/sub#HEAD", &source), 0);
	version = source_version(folder, "linux/sub#HEAD");
	assert_string_equal(version, "6.12");
	assert_int_equal(unpack(&source, "out", &tree), 0);
	source_close(&source);
	assert_file_is("out/linux/Makefile", "VERSION = 6\nPATCHLEVEL = 12\n");
}

static void a_repository_with_another_inside_is_refused(void **state)
{
	g_autofree char *inner = path_of("linux/inner"), *nothing = NULL;
	const char *const init[] = { "git", "init", "-q", inner, NULL };
	const char *const commit[] = { "git",
				       "-C",
				       inner,
				       "-c",
				       "user.name=n",
				       "-c",
				       "user.email=n@localhost",
				       "commit",
				       "-q",
				       "--allow-empty",
				       "-m",
				       "x",
				       NULL };
	struct source source;

	(void)state;
	repository_make();
	assert_int_equal(process_output(init, &plain, &nothing), 0);
	g_clear_pointer(&nothing, g_free);
	assert_int_equal(process_output(commit, &plain, &nothing), 0);
	assert_int_equal(open_name("linux", &source), -EINVAL);
	assert_error_says("has a git submodule or repository inside (inner)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SOURCE_TEST(a_git_ref_is_unpacked_whatever_the_work_tree_has),
		SOURCE_TEST(the_last_commit_is_kept_and_linked),
		SOURCE_TEST(a_dirty_work_tree_is_recorded_with_its_diff),
		SOURCE_TEST(a_change_as_young_as_the_index_is_seen),
		SOURCE_TEST(a_change_that_git_was_asked_to_overlook_is_built),
		SOURCE_TEST(a_work_tree_that_changes_under_way_is_an_error),
		SOURCE_TEST(no_program_of_a_repository_is_run),
		SOURCE_TEST(settings_change_neither_bytes_nor_diff),
		SOURCE_TEST(a_diff_applies_to_its_commit),
		SOURCE_TEST(a_folder_of_a_repository_is_that_folder_of_the_commit),
		SOURCE_TEST(a_repository_with_another_inside_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Commits of a git repository as patches. */
#include "test.h"

#include "change_text.h"
#include "repository.h"

#include <errno.h>
#include <unistd.h>

static int range_of(const char *range, struct change *change)
{
	g_autofree char *tree = path_of("linux");

	return change_read(range, tree, change);
}

static void commit(const char *text, const char *message)
{
	file_write("linux/mm/a.c", text);
	git_do("commit", "-q", "-a", "-m", message, NULL);
}

/* Two commits behind the first, tagged "one" and "two". */
static void history_make(void)
{
	repository_make();
	git_do("tag", "base", NULL);
	commit("int a;\nint b;\n", "mm: Add b\n\nWhy.\n");
	git_do("tag", "one", NULL);
	commit("int a;\nint b;\nint c;\n", "mm: Add c");
}

static const struct change_patch *patch_at(const struct change *change, guint at)
{
	return change->patches->pdata[at];
}

static void assert_refused(const char *range, int expected, const char *word)
{
	struct change change;
	int err = range_of(range, &change);

	change_clear(&change);
	assert_int_equal(err, expected);
	assert_error_says(word);
}

static void each_commit_is_a_patch_oldest_first(void **state)
{
	g_autofree char *tree = path_of("linux"), *base = NULL;
	const char *const ask[] = { "git", "-C", tree, "rev-parse", "base", NULL };
	struct change change;

	(void)state;
	history_make();
	assert_int_equal(process_output(ask, &plain, &base), 0);
	assert_int_equal(range_of("base..HEAD", &change), 0);
	assert_int_equal(change.patches->len, 2);
	assert_string_equal(change.base_commit, base);
	assert_string_equal(change.title, "base..HEAD");
	assert_string_equal(patch_at(&change, 0)->subject, "mm: Add b");
	assert_true(g_str_has_prefix(patch_at(&change, 0)->text,
				     "From: test <test@localhost>\nSubject: mm: Add b\n\nWhy.\n"
				     "\n---\ndiff --git a/mm/a.c b/mm/a.c\n"));
	assert_string_equal(patch_at(&change, 1)->subject, "mm: Add c");
	assert_true(g_str_has_prefix(patch_at(&change, 1)->origin, "base..HEAD: commit "));
	change_clear(&change);
	assert_int_equal(range_of("one..", &change), 0);
	assert_int_equal(change.patches->len, 1);
	assert_string_equal(change.title, "mm: Add c");
	change_clear(&change);
}

static void the_difference_of_two_commits_is_one_patch(void **state)
{
	g_autofree char *tree = path_of("linux");
	struct change change;

	(void)state;
	history_make();
	assert_int_equal(change_between(tree, "base", "HEAD", &change), 0);
	assert_int_equal(change.patches->len, 1);
	assert_string_equal(change.title, "base to HEAD");
	assert_non_null(strstr(patch_at(&change, 0)->text, "\n int a;\n+int b;\n+int c;\n"));
	change_clear(&change);
	assert_int_equal(change_between(tree, "base", "base", &change), -EINVAL);
	assert_error_says("no difference");
	change_clear(&change);
	assert_int_equal(change_between(tree, "--help", "base", &change), -EINVAL);
	assert_error_says("no commit '--help'");
	change_clear(&change);
}

static void what_is_no_straight_range_is_refused(void **state)
{
	g_autofree char *merge = NULL, *said = NULL, *tree = path_of("linux");
	const char *const ask[] = { "git", "-C", tree, "rev-parse", "HEAD", NULL };
	struct change change;

	(void)state;
	history_make();
	assert_refused("one..one", -EINVAL, "one..one: there is no commit in this range");
	assert_refused("HEAD..one", -EINVAL, "there is no commit in this range");
	assert_refused("base..none", -EINVAL, "there is no commit 'none' in the repository");
	assert_refused("-x..one", -EINVAL, "there is no commit '-x'");
	assert_refused("^base..one", -EINVAL, "there is no commit '^base'");
	assert_refused("base...one", -EINVAL, "a range has two dots");
	git_do("checkout", "-q", "-b", "side", "base", NULL);
	file_write("linux/mm/b.c", "int side;\n");
	git_do("add", "-A", NULL);
	git_do("commit", "-q", "-m", "side", NULL);
	git_do("merge", "-q", "-m", "merged", "one", NULL);
	assert_int_equal(process_output(ask, &plain, &merge), 0);
	said = g_strdup_printf("base..side: %.12s is a merge", merge);
	assert_refused("base..side", -EINVAL, said);
	git_do("checkout", "-q", "--orphan", "lone", NULL);
	git_do("commit", "-q", "-m", "lone", NULL);
	assert_refused("base..lone", -EINVAL, "there is nothing to apply it to");
	assert_int_equal(change_read("base..one", "/", &change), -EINVAL);
	assert_error_says("/ is not in a git repository");
	change_clear(&change);
}

static void a_message_does_not_become_a_diff(void **state)
{
	struct change change;

	(void)state;
	history_make();
	commit("int a;\n",
	       "mm: Say\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+x\n---\n"
	       "From 1234 Mon Sep 17 00:00:00 2001\n");
	assert_int_equal(range_of("HEAD~1..HEAD", &change), 0);
	assert_non_null(strstr(patch_at(&change, 0)->text, "\n diff --git a/x b/x\n --- a/x\n"));
	assert_non_null(strstr(patch_at(&change, 0)->text, "\n From 1234 Mon"));
	change_clear(&change);
}

static void an_empty_commit_is_skipped(void **state)
{
	struct change change;

	(void)state;
	history_make();
	git_do("commit", "-q", "--allow-empty", "-m", "cover", NULL);
	git_do("tag", "cover", NULL);
	assert_refused("HEAD~1..cover", -EINVAL, "change nothing");
	commit("int a;\n", "mm: Less");
	assert_int_equal(range_of("cover~1..HEAD", &change), 0);
	assert_int_equal(change.patches->len, 1);
	assert_int_equal(change.skipped, 1);
	change_clear(&change);
}

static void a_binary_file_is_refused(void **state)
{
	g_autofree char *binary = path_of("linux/logo");

	(void)state;
	history_make();
	assert_true(g_file_set_contents(binary, "a\0b\0", 4, NULL));
	git_do("add", "-A", NULL);
	git_do("commit", "-q", "-m", "logo", NULL);
	assert_refused("HEAD~1..HEAD", -EBADMSG, "changes a binary file");
}

static void a_folder_of_a_repository_has_its_own_paths(void **state)
{
	g_autofree char *mm = path_of("linux/mm");
	struct change change;

	(void)state;
	history_make();
	assert_int_equal(change_read("base..one", mm, &change), 0);
	assert_non_null(strstr(patch_at(&change, 0)->text, "\ndiff --git a/a.c b/a.c\n"));
	change_clear(&change);
}

static void a_tree_may_be_relative(void **state)
{
	g_autofree char *here = g_get_current_dir();
	struct change change;
	int err;

	(void)state;
	history_make();
	assert_int_equal(chdir(folder), 0);
	err = change_read("base..HEAD", "linux", &change);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(err, 0);
	assert_int_equal(change.patches->len, 2);
	change_clear(&change);
}

/* The same bytes, whatever the repository's owner has set up; and nothing of it runs. */
static void settings_and_drivers_change_nothing(void **state)
{
	g_autofree char *before = NULL, *after = NULL, *witness = path_of("ran");
	g_autofree char *script = path_of("run.sh"), *text = NULL;
	static const char *const keys[] = { "diff.external",  "diff.c.command", "diff.c.textconv",
					    "core.fsmonitor", "core.pager",	"log.showSignature",
					    "gpg.program",    "filter.c.clean", "filter.c.process",
					    "core.sshCommand" };
	static const char *const settings[][2] = {
		{ "diff.noprefix", "true" },
		{ "diff.mnemonicPrefix", "true" },
		{ "diff.context", "0" },
		{ "diff.algorithm", "patience" },
		{ "format.pretty", "oneline" },
		{ "color.ui", "always" },
		{ "i18n.logOutputEncoding", "x" },
		{ "diff.c.xfuncname", "^.*b.*$" },
		{ "core.attributesFile", "/dev/null" },
	};
	struct change change;

	(void)state;
	history_make();
	assert_int_equal(range_of("base..HEAD", &change), 0);
	before = change_text(0, &change);
	change_clear(&change);
	text = g_strdup_printf("#!/bin/sh\ntouch %s\ncat\n", witness);
	program_write("run.sh", text);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		git_do("config", keys[i], script, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		git_do("config", settings[i][0], settings[i][1], NULL);
	file_write("linux/.gitattributes", "*.c diff=c filter=c binary\n");
	file_write("linux/.git/info/attributes", "*.c diff=c filter=c -diff\n");
	assert_int_equal(range_of("base..HEAD", &change), 0);
	after = change_text(0, &change);
	change_clear(&change);
	assert_string_equal(after, before);
	assert_false(fs_exists(witness));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SOURCE_TEST(each_commit_is_a_patch_oldest_first),
		SOURCE_TEST(the_difference_of_two_commits_is_one_patch),
		SOURCE_TEST(what_is_no_straight_range_is_refused),
		SOURCE_TEST(a_message_does_not_become_a_diff),
		SOURCE_TEST(an_empty_commit_is_skipped),
		SOURCE_TEST(a_binary_file_is_refused),
		SOURCE_TEST(a_folder_of_a_repository_has_its_own_paths),
		SOURCE_TEST(a_tree_may_be_relative),
		SOURCE_TEST(settings_and_drivers_change_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

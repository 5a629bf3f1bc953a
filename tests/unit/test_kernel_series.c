// SPDX-License-Identifier: GPL-2.0-or-later
/* Stacks of quilt series, and how patches that do not fit are reported. */
#include "test.h"

#include "files.h"
#include "kernel/series.h"
#include "kernel/series_folder.h"

#include <errno.h>
#include <unistd.h>

static const struct linux_version any_version = { 6, 1 };

#define LINES_BEFORE "one\ntwo\nthree\nfour\nfive\n"

/* Replaces one line of LINES_BEFORE, with all of it as context. */
static char *patch_text(const char *file, const char *from, const char *to)
{
	g_auto(GStrv) lines = g_strsplit("one two three four five", " ", -1);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text, "Subject: a change\n\n--- a/%s\n+++ b/%s\n@@ -1,5 +1,5 @@\n",
			       file, file);
	for (guint i = 0; lines[i]; i++) {
		if (strcmp(lines[i], from))
			g_string_append_printf(text, " %s\n", lines[i]);
		else
			g_string_append_printf(text, "-%s\n+%s\n", from, to);
	}
	return g_string_free(text, FALSE);
}

static void series_make(void)
{
	g_autofree char *first = patch_text("mm/a.c", "three", "THREE");
	g_autofree char *second = patch_text("tools/b.c", "three", "THREE");

	file_write("s/series", "# comment\n\nfirst.patch -p1 # why\n  sub/second.patch\n");
	file_write("s/first.patch", first);
	file_write("s/sub/second.patch", second);
	file_write("tree/mm/a.c", LINES_BEFORE);
	file_write("tree/tools/b.c", LINES_BEFORE);
}

static int stack_of(const char *element, GPtrArray **patches)
{
	g_autofree char *path = g_strconcat(folder, "/", element, NULL);
	char *stack[] = { path, NULL };

	return series_stack(NULL, &any_version, stack, false, patches);
}

static int apply(const GPtrArray *patches)
{
	g_autofree char *tree = path_of("tree"), *log = path_of("log");

	return series_apply(patches, tree, log, true);
}

static const struct patch *patch_at(const GPtrArray *patches, guint i)
{
	return patches->pdata[i];
}

/* The subject of a series of one patch that begins like this, or NULL. Free with g_free(). */
static char *subject_of_patch(const char *message)
{
	g_autofree char *diff = patch_text("mm/a.c", "three", "THREE");
	g_autofree char *text = g_strconcat(message, diff, NULL);
	g_autoptr(GPtrArray) patches = NULL;

	file_write("one/series", "one.patch\n");
	file_write("one/one.patch", text);
	assert_int_equal(stack_of("one", &patches), 0);
	return g_strdup(patch_at(patches, 0)->subject);
}

static void a_patch_is_known_by_its_subject(void **state)
{
	static const char *const cases[][2] = {
		{ "Subject: mm: Do it\n\nSubject: not this\n---\n", "mm: Do it" },
		{ "From: a\nSubject: [PATCH v2 1/2] [RFC] mm: Do\n\t it\n well\nDate: b\n\n",
		  "mm: Do it well" },
		{ "Subject: bad \033[31m red\n\n", "bad \\x1b[31m red" },
		{ "Subject: [PATCH]\n\n", NULL },
		{ "", "a change" }, /* what patch_text() says */
		{ "diff --git a/mm/a.c b/mm/a.c\nSubject: too late\n", NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *subject = subject_of_patch(cases[i][0]);

		if (cases[i][1])
			assert_string_equal(subject, cases[i][1]);
		else
			assert_null(subject);
	}
}

static void a_series_gives_its_patches_in_order(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	assert_int_equal(stack_of("s", &patches), 0);
	assert_int_equal(patches->len, 2);
	assert_string_equal(patch_at(patches, 0)->name, "first.patch");
	assert_string_equal(patch_at(patches, 1)->name, "sub/second.patch");
	assert_int_equal(strlen(patch_at(patches, 0)->hash), 64);
	assert_false(patch_touches(patch_at(patches, 0), "tools/", "tools/testing/"));
	assert_true(patch_touches(patch_at(patches, 1), "tools/", "tools/testing/"));
	assert_false(patch_touches(patch_at(patches, 1), "tools/", "tools/"));
}

static void a_prefix_takes_the_first_patches_only(void **state)
{
	g_autoptr(GPtrArray) one = NULL, none = NULL, all = NULL;

	(void)state;
	series_make();
	assert_int_equal(stack_of("s:1", &one), 0);
	assert_int_equal(one->len, 1);
	assert_string_equal(patch_at(one, 0)->name, "first.patch");
	assert_int_equal(stack_of("s:0", &none), 0);
	assert_int_equal(none->len, 0);
	assert_int_equal(stack_of("s:2", &all), 0);
	assert_int_equal(all->len, 2);
}

static void a_prefix_over_the_length_says_how_many_there_are(void **state)
{
	GPtrArray *patches;

	(void)state;
	series_make();
	assert_int_equal(stack_of("s:3", &patches), -EINVAL);
	assert_error_says("has only 2 patches");
	assert_int_equal(stack_of("s:", &patches), -EINVAL);
	assert_int_equal(stack_of("s:-1", &patches), -EINVAL);
	assert_int_equal(stack_of("s:1x", &patches), -EINVAL);
}

static void what_is_wrong_with_a_series_is_named(void **state)
{
	char *unknown[] = { (char *)"no-such-series", NULL };
	GPtrArray *patches;

	(void)state;
	series_make();
	assert_int_equal(series_stack(NULL, &any_version, unknown, false, &patches), -EINVAL);
	assert_error_says("no series 'no-such-series' (in kernel-patches/linux-6.1 there are: ");
	assert_int_equal(stack_of("missing", &patches), -EINVAL);
	assert_error_says("missing: no such series folder");
	assert_int_equal(stack_of("tree", &patches), -EINVAL);
	assert_error_says("tree/series");
	file_write("s/series", "first.patch\nlost.patch\n");
	assert_int_equal(stack_of("s", &patches), -EINVAL);
	assert_error_says("series:2: the patch lost.patch does not exist");
	file_write("s/series", "first.patch -p0\n");
	assert_int_equal(stack_of("s", &patches), -EINVAL);
	assert_error_says("series:1: '-p0' is not supported");
	file_write("s/series", "\xef\xbb\xbf"
			       "first.patch\n");
	assert_int_equal(stack_of("s", &patches), -EINVAL);
	assert_error_says("s/series: begins with a byte order mark");
}

/* "wanted chosen": the folder that linux-6.1, -6.12, -5.15 and -7.1 in folder leave for a version.
 */
static void chosen_is(unsigned int major, unsigned int minor, const char *name)
{
	const struct linux_version version = { major, minor };
	struct series_folder chosen;
	g_autofree char *top = path_of("patches");
	bool is_its_own;

	assert_int_equal(series_folder_choose(top, &version, &chosen), 0);
	assert_string_equal(chosen.name, name);
	assert_true(g_str_has_suffix(chosen.path, name));
	is_its_own = strtoul(name + strlen("linux-"), NULL, 10) == major &&
		     strtoul(strrchr(name, '.') + 1, NULL, 10) == minor;
	if (is_its_own) {
		assert_null(chosen.wanted);
	} else {
		g_autofree char *wanted = g_strdup_printf("linux-%u.%u", major, minor);

		assert_string_equal(chosen.wanted, wanted);
	}
	series_folder_clear(&chosen);
}

static void the_nearest_version_has_the_series(void **state)
{
	(void)state;
	file_write("patches/linux-6.1/sim/series", "");
	file_write("patches/linux-6.12/sim/series", "");
	file_write("patches/linux-5.15/sim/series", "");
	file_write("patches/linux-6.12-old/sim/series", "");
	file_write("patches/linux-next/sim/series", "");
	chosen_is(6, 1, "linux-6.1");
	chosen_is(6, 12, "linux-6.12");
	chosen_is(6, 11, "linux-6.12");
	chosen_is(6, 2, "linux-6.1");
	chosen_is(6, 6, "linux-6.1");
	chosen_is(6, 7, "linux-6.12");
	chosen_is(6, 19, "linux-6.12");
	chosen_is(7, 3, "linux-6.12");
	chosen_is(5, 19, "linux-6.1"); /* 2 releases on, not 4 back */
	chosen_is(4, 4, "linux-5.15");
	/* As far from 5.15 as from 6.1: the newer one. */
	chosen_is(5, 18, "linux-6.1");
}

static void without_a_folder_there_is_no_choice(void **state)
{
	g_autofree char *top = path_of("patches");
	struct series_folder chosen;

	(void)state;
	file_write("patches/README", "");
	assert_int_equal(series_folder_choose(top, &any_version, &chosen), -EINVAL);
	assert_error_says("there is no folder linux-X.Y with series");
}

/* The project has no series for the first Linux. */
static void a_patch_of_another_version_says_so(void **state)
{
	static const struct linux_version first = { 0, 1 };
	char *by_name[] = { (char *)"mainline", NULL };
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	assert_int_equal(series_stack(NULL, &first, by_name, false, &patches), 0);
	assert_string_equal(patch_at(patches, 0)->nearest, "linux-6.1");
	assert_string_equal(patch_at(patches, 0)->wanted, "linux-0.1");
	assert_int_equal(apply(patches), -EBADMSG);
	assert_error_says("series mainline: patch 0001-");
	assert_error_says("; it is from kernel-patches/linux-6.1, the nearest to this source: "
			  "write the series for it in a new folder kernel-patches/linux-0.1");
}

static void names_are_those_of_the_version(void **state)
{
	static const struct linux_version other = { 6, 12 };
	g_autoptr(GPtrArray) old = NULL, new = NULL;

	(void)state;
	assert_int_equal(series_stack(NULL, &any_version, NULL, true, &old), 0);
	assert_int_equal(series_stack(NULL, &other, NULL, true, &new), 0);
	assert_null(patch_at(old, 0)->wanted);
	assert_null(patch_at(new, 0)->wanted);
	assert_string_equal(patch_at(old, 0)->name, patch_at(new, 0)->name);
	assert_string_not_equal(patch_at(old, 0)->hash, patch_at(new, 0)->hash);
}

static void a_series_cannot_be_in_a_stack_twice(void **state)
{
	g_autofree char *path = path_of("s"), *part = path_of("s:1");
	char *stack[] = { part, path, NULL };
	GPtrArray *patches;

	(void)state;
	series_make();
	assert_int_equal(series_stack(NULL, &any_version, stack, false, &patches), -EINVAL);
	assert_error_says("twice");
}

static void patches_that_fit_are_applied(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	assert_int_equal(stack_of("s", &patches), 0);
	assert_int_equal(apply(patches), 0);
	assert_file_is("tree/mm/a.c", "one\ntwo\nTHREE\nfour\nfive\n");
	assert_file_is("tree/tools/b.c", "one\ntwo\nTHREE\nfour\nfive\n");
}

static void an_offset_is_allowed(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	file_write("s/first.patch", "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -2,3 +2,3 @@\n two\n-three\n"
				    "+THREE\n four\n");
	file_write("tree/mm/a.c", "zero\n" LINES_BEFORE);
	assert_int_equal(stack_of("s:1", &patches), 0);
	assert_int_equal(apply(patches), 0);
	assert_file_is("tree/mm/a.c", "zero\none\ntwo\nTHREE\nfour\nfive\n");
}

static void fuzz_is_refused_with_file_and_hunk(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;
	g_autofree char *tree = path_of("tree/mm");
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	series_make();
	file_write("tree/mm/a.c", "one\ntwo\nthree\nfour\nanother\n");
	assert_int_equal(stack_of("s", &patches), 0);
	assert_int_equal(apply(patches), -EBADMSG);
	assert_error_says("/s: patch first.patch does not apply: mm/a.c, hunk at line 1");
	assert_int_equal(fs_list(tree, &names), 0);
	assert_int_equal(names->len, 1); /* neither a.c.orig nor a.c.rej */
}

static void a_missing_file_is_distinguished_from_an_applied_change(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;
	g_autofree char *path = path_of("tree/mm/a.c");

	(void)state;
	series_make();
	assert_int_equal(stack_of("s:1", &patches), 0);
	file_write("tree/mm/a.c", "one\ntwo\nTHREE\nfour\nfive\n");
	assert_int_equal(apply(patches), -EBADMSG);
	assert_error_says("mm/a.c, hunk at line 1: is already applied");
	assert_int_equal(fs_remove_tree(path), 0);
	assert_int_equal(apply(patches), -EBADMSG);
	assert_error_says("mm/a.c: No such file or directory");
}

static void a_file_that_is_not_a_patch_is_refused(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	file_write("s/first.patch", "not a patch\n");
	assert_int_equal(stack_of("s:1", &patches), 0);
	assert_int_equal(apply(patches), -EBADMSG);
	assert_error_says("first.patch");
}

/* What an example in a message changes is not what the patch changes. */
static void a_diff_quoted_in_the_message_is_not_applied(void **state)
{
	g_autofree char *right = patch_text("mm/a.c", "three", "THREE");
	g_autofree char *quoted = NULL, *text = NULL;
	g_autoptr(GPtrArray) patches = NULL;
	g_auto(GStrv) lines = NULL;

	(void)state;
	series_make();
	quoted = patch_text("mm/a.c", "five", "666");
	lines = g_strsplit(quoted, "\n", -1);
	g_free(quoted);
	quoted = g_strjoinv("\n    ", lines);
	text = g_strconcat("From: a mail\n\n@@ -9 +9 @@ said one\n", quoted, "\n---\n", right,
			   NULL);
	file_write("s/first.patch", text);
	assert_int_equal(stack_of("s:1", &patches), 0);
	assert_int_equal(apply(patches), 0);
	assert_file_is("tree/mm/a.c", "one\ntwo\nTHREE\nfour\nfive\n");
}

/* The kept sources lie below the project's own repository. */
static void a_tree_inside_a_repository_is_patched(void **state)
{
	g_autofree char *above = path_of("."), *nothing = NULL, *text = NULL;
	g_autofree char *patch = patch_text("mm/a.c", "three", "THREE");
	const char *const init[] = { "git", "init", "-q", above, NULL };
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	text = g_strconcat("diff --git a/mm/a.c b/mm/a.c\n", strstr(patch, "---"), NULL);
	file_write("s/first.patch", text);
	assert_int_equal(process_output(init, NULL, &nothing), 0);
	assert_int_equal(stack_of("s", &patches), 0);
	assert_int_equal(apply(patches), 0);
	assert_file_is("tree/mm/a.c", "one\ntwo\nTHREE\nfour\nfive\n");
}

static void a_hunk_without_context_is_applied(void **state)
{
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	file_write("s/first.patch", "--- a/mm/a.c\n+++ b/mm/a.c\n@@ -3 +3 @@\n-three\n+THREE\n");
	assert_int_equal(stack_of("s:1", &patches), 0);
	assert_int_equal(apply(patches), 0);
	assert_file_is("tree/mm/a.c", "one\ntwo\nTHREE\nfour\nfive\n");
}

static void a_patch_does_not_write_through_links(void **state)
{
	g_autofree char *outside = patch_text("out/a.c", "three", "THREE");
	g_autofree char *target = path_of("elsewhere"), *link = path_of("tree/out");
	g_autoptr(GPtrArray) patches = NULL;

	(void)state;
	series_make();
	file_write("s/first.patch", outside);
	file_write("elsewhere/a.c", LINES_BEFORE);
	assert_int_equal(symlink(target, link), 0);
	assert_int_equal(stack_of("s:1", &patches), 0);
	assert_int_equal(apply(patches), -EBADMSG);
	assert_error_says("beyond a symbolic link");
	assert_file_is("elsewhere/a.c", LINES_BEFORE);
}

static const char *const caller_settings[] = {
	"POSIXLY_CORRECT",    "1",     "GIT_DIR",	   "/nonexistent",
	"GIT_CONFIG_COUNT",   "1",     "GIT_CONFIG_KEY_0", "apply.ignoreWhitespace",
	"GIT_CONFIG_VALUE_0", "change"
};

/* POSIXLY_CORRECT keeps patch(1) from making files. */
static void settings_of_the_caller_do_not_matter(void **state)
{
	g_autoptr(GPtrArray) patches = NULL, other = NULL;
	int made, refused;

	(void)state;
	series_make();
	file_write("tree/tools/b.c", "int  a;\nint b;\n");
	file_write(
		"s/sub/second.patch",
		"--- a/tools/b.c\n+++ b/tools/b.c\n@@ -1,2 +1,2 @@\n int a;\n-int b;\n+int c;\n");
	file_write("s/series", "sub/second.patch\n");
	assert_int_equal(stack_of("s", &other), 0);
	file_write("s/series", "first.patch\n");
	file_write("s/first.patch", "--- /dev/null\n+++ b/mm/new.c\n@@ -0,0 +1 @@\n+new \n");
	assert_int_equal(stack_of("s:1", &patches), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(caller_settings); i += 2)
		g_setenv(caller_settings[i], caller_settings[i + 1], TRUE);
	made = apply(patches);
	refused = apply(other);
	for (size_t i = 0; i < G_N_ELEMENTS(caller_settings); i += 2)
		g_unsetenv(caller_settings[i]);
	assert_int_equal(made, 0);
	assert_file_is("tree/mm/new.c", "new \n");
	assert_int_equal(refused, -EBADMSG);
}

static void any_change_below_a_folder_touches_it(void **state)
{
	static const char *const texts[] = {
		"--- linux.orig/tools/b.c\n+++ linux/tools/b.c\n@@ -1 +1 @@\n-1\n+2\n",
		"diff --git a/tools/b.c b/lib/b.c\nrename from tools/b.c\nrename to lib/b.c\n",
		"diff --git a/lib/b.c b/tools/b.c\nrename from lib/b.c\nrename to tools/b.c\n",
		"diff --git a/tools/b.c b/tools/b.c\nold mode 100644\nnew mode 100755\n",
	};

	(void)state;
	series_make();
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) patches = NULL;

		file_write("s/first.patch", texts[i]);
		assert_int_equal(stack_of("s:1", &patches), 0);
		assert_true(patch_touches(patch_at(patches, 0), "tools/", "tools/testing/"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_patch_is_known_by_its_subject),
		FOLDER_TEST(a_series_gives_its_patches_in_order),
		FOLDER_TEST(a_prefix_takes_the_first_patches_only),
		FOLDER_TEST(a_prefix_over_the_length_says_how_many_there_are),
		FOLDER_TEST(what_is_wrong_with_a_series_is_named),
		FOLDER_TEST(the_nearest_version_has_the_series),
		FOLDER_TEST(without_a_folder_there_is_no_choice),
		FOLDER_TEST(a_patch_of_another_version_says_so),
		FOLDER_TEST(names_are_those_of_the_version),
		FOLDER_TEST(a_series_cannot_be_in_a_stack_twice),
		FOLDER_TEST(patches_that_fit_are_applied),
		FOLDER_TEST(an_offset_is_allowed),
		FOLDER_TEST(fuzz_is_refused_with_file_and_hunk),
		FOLDER_TEST(a_missing_file_is_distinguished_from_an_applied_change),
		FOLDER_TEST(a_file_that_is_not_a_patch_is_refused),
		FOLDER_TEST(a_diff_quoted_in_the_message_is_not_applied),
		FOLDER_TEST(a_tree_inside_a_repository_is_patched),
		FOLDER_TEST(a_hunk_without_context_is_applied),
		FOLDER_TEST(a_patch_does_not_write_through_links),
		FOLDER_TEST(settings_of_the_caller_do_not_matter),
		FOLDER_TEST(any_change_below_a_folder_touches_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

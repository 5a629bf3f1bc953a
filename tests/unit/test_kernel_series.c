// SPDX-License-Identifier: GPL-2.0-or-later
/* Stacks of quilt series, and how patches that do not fit are reported. */
#include "test.h"

#include "files.h"
#include "kernel/series.h"

#include <errno.h>
#include <unistd.h>

/* It says no version, so it is that of the default source. */
#define ANY_SOURCE "/nonexistent/linux"

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

	return series_stack(NULL, ANY_SOURCE, stack, false, patches);
}

static int apply(const GPtrArray *patches)
{
	g_autofree char *tree = path_of("tree"), *log = path_of("log");

	return series_apply(patches, tree, log);
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
	assert_int_equal(series_stack(NULL, ANY_SOURCE, unknown, false, &patches), -EINVAL);
	assert_error_says("no-such-series");
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

/* Names are those of the kernel's version; the project has no series for the first Linux. */
static void a_version_without_series_is_named(void **state)
{
	g_autofree char *sim = path_of("sim"), *source = path_of("linux");
	char *by_name[] = { (char *)"mainline", NULL }, *by_path[] = { sim, NULL };
	GPtrArray *patches;

	(void)state;
	file_write("linux/Makefile", "VERSION = 0\nPATCHLEVEL = 1\n");
	assert_int_equal(series_stack(NULL, source, by_name, false, &patches), -EINVAL);
	assert_error_says("no series for this source in kernel-patches/linux-0.1 (there are: ");
	file_write("sim/series", "");
	assert_int_equal(series_stack(NULL, source, by_path, true, &patches), 0);
	g_ptr_array_unref(patches);
	assert_int_equal(series_stack(NULL, ANY_SOURCE, by_name, true, &patches), 0);
	g_ptr_array_unref(patches);
}

static void a_series_cannot_be_in_a_stack_twice(void **state)
{
	g_autofree char *path = path_of("s"), *part = path_of("s:1");
	char *stack[] = { part, path, NULL };
	GPtrArray *patches;

	(void)state;
	series_make();
	assert_int_equal(series_stack(NULL, ANY_SOURCE, stack, false, &patches), -EINVAL);
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
		FOLDER_TEST(a_version_without_series_is_named),
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

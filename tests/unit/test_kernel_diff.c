// SPDX-License-Identifier: GPL-2.0-or-later
/* Patch files: where their diff begins, and what makes them unfit to be applied. */
#include "test.h"

#include "kernel/diff.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

#define HEAD  "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
#define HUNK  "@@ -4,3 +4,4 @@ void f(void)\n one\n-two\n+2\n+3\n three\n"
#define OTHER "--- a/g.c\n+++ b/g.c\n@@ -4,2 +4,1 @@\n one\n-two\n"
#define MAIL  "From 1234 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\nText.\n---\n f.c | 3 +-\n\n"

static struct diff diff;

static int read_text(char *text)
{
	return diff_read(text, strlen(text), &diff);
}

static void assert_begins(const char *text, const char *diff_text)
{
	g_autofree char *left = g_strdup(text);

	if (read_text(left))
		fail_msg("%s", error_text());
	assert_string_equal(g_strchug(left), diff_text);
}

static void the_diff_begins_where_git_am_sees_it(void **state)
{
	(void)state;
	assert_begins(HEAD HUNK, HEAD HUNK);
	assert_begins(OTHER, OTHER);
	assert_begins("Why.\n\n    --- a/f.c\n    +++ b/f.c\n    " HUNK HEAD HUNK, HEAD HUNK);
	assert_begins("Why.\n\n@@ -1 +1 @@ said\n--\n-- a\n" HEAD HUNK, HEAD HUNK);
	assert_begins("Index: f.c\n=====\n" OTHER, "Index: f.c\n=====\n" OTHER);
	assert_begins("Why.\n--- \nNote.\n" HEAD HUNK, "--- \nNote.\n" HEAD HUNK);
}

static void each_mail_of_a_mailbox_has_its_message(void **state)
{
	g_autofree char *text = g_strdup(MAIL HEAD HUNK "-- \n2.39\n\n" MAIL OTHER);
	g_auto(GStrv) lines = NULL;

	(void)state;
	assert_int_equal(read_text(text), 0);
	assert_null(strstr(text, "Subject"));
	lines = g_strsplit(text, "\n", -1);
	assert_string_equal(lines[7], "diff --git a/f.c b/f.c"); /* at its place */
}

static void text_around_a_diff_does_no_harm(void **state)
{
	static const char *const texts[] = {
		MAIL HEAD HUNK "-- \n2.39.5\n\n",
		MAIL HEAD HUNK "-- \n2.39.5",
		MAIL HEAD HUNK "--\n2.39.5\n",
		HEAD HUNK OTHER,
		HEAD HUNK HUNK "\nfooter of a list\n",
		HEAD "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n",
		HEAD "@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file",
		HEAD "@@ -4,3 +4,3 @@\n one\n\n-two\n+2\n",
		"Only in this case: it fails.\n" HEAD HUNK,
		MAIL "Binary files are not concerned\n" HEAD HUNK,
		"diff --git a/f.c b/f.c\nold mode 100644\nnew mode 100755\n",
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *text = g_strdup(texts[i]);

		if (read_text(text))
			fail_msg("%s of\n%s", error_text(), texts[i]);
	}
}

static void hunks_without_context_are_seen(void **state)
{
	static const struct {
		const char *text;
		bool free;
	} rows[] = {
		{ HEAD HUNK, false },
		{ HEAD "@@ -7 +7 @@\n-a\n+b\n", true },
		{ HEAD HUNK "@@ -7 +8,0 @@\n-a\n", true },
		{ HEAD "@@ -1 +1 @@\n-a\n+b\n", false },
		{ "--- /dev/null\n+++ b/f.c\n@@ -0,0 +1 @@\n+a\n", false },
		{ "--- a/f.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n", false },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strdup(rows[i].text);

		assert_int_equal(read_text(text), 0);
		assert_int_equal(diff.context_free, rows[i].free);
	}
}

static void what_would_be_applied_in_part_is_refused(void **state)
{
	static const struct {
		const char *text, *said;
	} rows[] = {
		{ "", "it is empty (0 bytes)" },
		{ "Only words.\n", "there is no diff in it" },
		{ "diff --git a/f.c b/g.c\nsimilarity index 100%\ncopy from /etc/passwd\ncopy to "
		  "g.c\n",
		  "line 3: takes a file from outside the tree" },
		{ "diff --git a/f.c b/g.c\nsimilarity index 100%\ncopy from "
		  "\"..\\057passwd\"\ncopy to g.c\n",
		  "line 3: takes a file from outside the tree" },
		{ HEAD "@@ -4,3 +4,4 @@\n one\n-two\n",
		  "ends inside the hunk at line 4; is it complete?" },
		{ HEAD "@@ -4,3 +4,4 @@\n one\n-two\n+2\n+3\n three", "line 9: has no newline" },
		{ HEAD "@@ -4,3 +4,4 @@\n one\n-two\n+2\nthree\n",
		  "line 8: 'three' is not a line" },
		{ HEAD HUNK "+4\n", "line 10: is beyond what the hunk at line 4 counts" },
		{ HEAD HUNK " four\n", "line 10: is beyond" },
		{ HEAD "@@ -4,2 +4,1 @@\n one\n+1\n", "line 6: is beyond" },
		{ HEAD "@@ -4,2 @@\n one\n two\n", "line 4: '@@ -4,2 @@' is not the start" },
		{ HEAD "@@ -4,0 +5,1 @@\n+1\n", "line 4: the hunk shows no line of the file" },
		{ "diff --git a/l b/l\nindex 1..2\nBinary files a/l and b/l differ\n" HEAD HUNK,
		  "line 3: the change of a binary file is left out" },
		{ HEAD HUNK "diff --git a/l b/l\nGIT binary patch\nliteral 0\nHcmV\n",
		  "line 11: changes a binary file" },
		{ "diff -r a/f b/f\n" OTHER "Only in b/lab: new.c\n",
		  "line 7: a file is left out" },
		{ HEAD HUNK "Submodule dtc 12ab..34cd:\n", "line 10: the change of a submodule" },
		{ "diff --git a/s b/s\nnew file mode 160000\n", "line 2: changes a submodule" },
		{ "diff --git a/s b/s\nindex 12ab..34cd 160000\n", "line 2: changes a submodule" },
		{ "\xef\xbb\xbf" HEAD HUNK, "byte order mark" },
		{ "From: a\nContent-Transfer-Encoding: quoted-printable\n\nText\n" HEAD HUNK,
		  "line 2: is a mail in quoted-printable" },
		{ MAIL HEAD HUNK
		  "\nFrom 12 Mon Sep 17 00:00:00 2001\ncontent-transfer-encoding: base64\n\n" HEAD
			  HUNK,
		  "is a mail in base64" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strdup(rows[i].text);
		int err = read_text(text);

		if (!err)
			fail_msg("accepted:\n%s", rows[i].text);
		assert_int_equal(err, -EBADMSG);
		assert_error_says(rows[i].said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_diff_begins_where_git_am_sees_it),
		cmocka_unit_test(each_mail_of_a_mailbox_has_its_message),
		cmocka_unit_test(text_around_a_diff_does_no_harm),
		cmocka_unit_test(hunks_without_context_are_seen),
		cmocka_unit_test(what_would_be_applied_in_part_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Diffs, mails and mailboxes: what patches they are, and why some are none (tests/change/). */
#include "test.h"

#include "change_text.h"
#include "files.h"
#include "kernel/diff.h"

#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#define INPUTS	 "tests/change"
#define EXPECTED ".expected"
#define CUTS	 4 /* places at which each input is cut */

/* Calls `check` with the path of each input. */
static void inputs_walk(void (*check)(const char *path))
{
	g_autoptr(GPtrArray) names = NULL;
	guint count = 0;

	assert_int_equal(fs_list(INPUTS, &names), 0);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(INPUTS, names->pdata[i], NULL);

		if (g_str_has_suffix(path, EXPECTED) || *(const char *)names->pdata[i] == '.')
			continue;
		check(path);
		count++;
	}
	assert_true(count > 60);
}

/* Whatever is in a change can be applied, also if the input was cut. */
static void patches_check(const struct change *change)
{
	for (guint i = 0; i < change->patches->len; i++) {
		const struct change_patch *patch = change->patches->pdata[i];
		g_autofree char *copy = g_memdup2(patch->text, patch->length + 1);
		struct diff diff;

		assert_int_equal(strlen(patch->text), patch->length);
		assert_true(*patch->subject && g_utf8_validate(patch->subject, -1, NULL));
		assert_null(strpbrk(patch->subject, "\n\r\x1b"));
		if (diff_read(copy, patch->length, &diff) < 0)
			fail_msg("%s: %s", patch->origin, error_text());
	}
}

static void expected_check(const char *path)
{
	g_autofree char *name = g_strconcat(path, EXPECTED, NULL);
	g_autofree char *expected = NULL, *text = NULL;
	struct change change;
	int err = change_read(path, NULL, &change);

	text = change_text(err, &change);
	if (!err)
		patches_check(&change);
	change_clear(&change);
	assert_int_equal(fs_read(name, &expected, NULL), 0);
	if (strcmp(text, expected))
		fail_msg("%s became\n%s\nrather than\n%s", path, text, expected);
}

static void each_input_becomes_what_is_expected(void **state)
{
	(void)state;
	inputs_walk(expected_check);
}

/* Nothing of the user's settings may show. */
static void settings_change_nothing(void **state)
{
	static const char *const names[] = { "scissors.mbox", "base64-crlf.mbox", "from-lines.mbox",
					     "latin1.mbox" };
	g_autofree char *home = g_strdup(folder);

	(void)state;
	file_write(".gitconfig", "[mailinfo]\n\tscissors = true\n\tquotedCr = strip\n"
				 "[i18n]\n\tcommitEncoding = latin1\n[am]\n\tkeepcr = true\n");
	g_setenv("HOME", home, TRUE);
	g_setenv("GIT_CONFIG_COUNT", "1", TRUE);
	g_setenv("GIT_CONFIG_KEY_0", "i18n.commitEncoding", TRUE);
	g_setenv("GIT_CONFIG_VALUE_0", "ISO-8859-1", TRUE);
	g_setenv("GIT_DIR", "/nonexistent", TRUE);
	g_setenv("LC_ALL", "de_DE.ISO-8859-1", TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_build_filename(INPUTS, names[i], NULL);

		expected_check(path);
	}
	g_unsetenv("GIT_CONFIG_COUNT");
	g_unsetenv("GIT_DIR");
	g_unsetenv("LC_ALL");
}

/* A dry run builds nothing, but must know what it would build. */
static void a_dry_run_reads_as_well(void **state)
{
	(void)state;
	process_set_dry_run(true);
	expected_check(INPUTS "/three.mbox");
	process_set_dry_run(false);
}

static void cut_check(const char *path)
{
	g_autofree char *text = NULL, *cut = path_of("cut");
	size_t length;

	assert_int_equal(fs_read(path, &text, &length), 0);
	for (size_t i = 0; i < CUTS; i++) {
		/* At odd places, and not only at the ends of lines. */
		size_t at = length * (2 * i + 1) / (2 * CUTS);
		struct change change;

		assert_true(g_file_set_contents(cut, text, (gssize)at, NULL));
		if (!change_read(cut, NULL, &change))
			patches_check(&change);
		change_clear(&change);
	}
}

static void a_cut_input_does_no_harm(void **state)
{
	(void)state;
	inputs_walk(cut_check);
}

/* Ctrl-C that waits is an error, not the end of the process with its files left behind. */
static void a_signal_ends_the_reading(void **state)
{
	const struct timespec now = { 0 };
	struct change change;
	sigset_t set;

	(void)state;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGINT);
	assert_int_equal(change_read(INPUTS "/three.mbox", NULL, &change), -EINTR);
	assert_error_says("interrupted");
	change_clear(&change);
	assert_int_equal(sigtimedwait(&set, NULL, &now), SIGINT);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* Scratch folders of this process. */
static int nothing_is_left(void **state)
{
	g_autofree char *prefix = g_strdup_printf("apfbench-%d-", (int)getpid());
	g_autoptr(GPtrArray) names = NULL;

	(void)state;
	assert_int_equal(fs_list("/tmp", &names), 0);
	for (guint i = 0; i < names->len; i++)
		if (g_str_has_prefix(names->pdata[i], prefix))
			return -1;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_input_becomes_what_is_expected),
		FOLDER_TEST(settings_change_nothing),
		cmocka_unit_test(a_dry_run_reads_as_well),
		FOLDER_TEST(a_cut_input_does_no_harm),
		cmocka_unit_test(a_signal_ends_the_reading),
	};

	return cmocka_run_group_tests(tests, NULL, nothing_is_left);
}

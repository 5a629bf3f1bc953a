// SPDX-License-Identifier: GPL-2.0-or-later
/* Versions of Linux, and those of sources. */
#include "test.h"

#include "files.h"
#include "kernel/linux_version.h"

#include <errno.h>

static void version_is(const struct linux_version *version, unsigned int major, unsigned int minor)
{
	assert_int_equal(version->major, major);
	assert_int_equal(version->minor, minor);
}

static void only_two_numbers_are_a_version(void **state)
{
	static const char *const bad[] = { "",	   "6",	   ".1",   "6.",      "6.1.2", "6.1-rc1",
					   "6.1 ", " 6.1", "6.-1", "6.99999", "v6.1",  "six.one" };
	struct linux_version version;

	(void)state;
	assert_true(linux_version_read("6.12", &version));
	version_is(&version, 6, 12);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_false(linux_version_read(bad[i], &version));
}

static void minor_numbers_are_no_fractions(void **state)
{
	static const struct linux_version early = { 6, 2 }, late = { 6, 12 }, next = { 7, 0 };

	(void)state;
	assert_true(linux_version_compare(&early, &late) < 0);
	assert_true(linux_version_compare(&next, &late) > 0);
	assert_int_equal(linux_version_compare(&late, &late), 0);
	assert_int_equal(linux_version_distance(&early, &late), 10);
	assert_int_equal(linux_version_distance(&late, &early), 10);
}

static void a_new_major_number_is_one_release(void **state)
{
	static const struct linux_version last = { 5, 19 }, first = { 6, 0 };

	(void)state;
	assert_int_equal(linux_version_distance(&last, &first), 1);
}

static void of_source_is(const char *source, unsigned int major, unsigned int minor)
{
	struct linux_version version;

	assert_int_equal(linux_version_of_source(folder, source, &version), 0);
	version_is(&version, major, minor);
}

static void a_candidate_counts_as_its_release(void **state)
{
	(void)state;
	file_write("linux/Makefile", "VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\n"
				     "EXTRAVERSION = -rc3\n");
	of_source_is("./linux", 6, 13);
}

static void a_git_tree_has_the_version_of_its_commit(void **state)
{
	g_autofree char *tree = path_of("linux"), *nothing = NULL;
	const char *const init[] = { "git", "init", "-q", tree, NULL };
	const char *const add[] = { "git", "-C", tree, "add", "-A", NULL };
	const char *const commit[] = {
		"git",	  "-C", tree, "-c",    "user.name=n", "-c", "user.email=n@example.org",
		"commit", "-q", "-m", "first", NULL
	};

	(void)state;
	file_write("linux/Makefile", "VERSION = 6\nPATCHLEVEL = 5\n");
	assert_int_equal(process_check(init, NULL), 0);
	assert_int_equal(process_check(add, NULL), 0);
	assert_int_equal(process_output(commit, NULL, &nothing), 0);
	file_write("linux/Makefile", "VERSION = 6\nPATCHLEVEL = 6\n");
	of_source_is("linux#HEAD", 6, 5);
	of_source_is("./linux", 6, 6);
}

static void a_source_that_says_none_counts_as_the_default(void **state)
{
	(void)state;
	file_write("linux/Makefile", "all:\n");
	of_source_is("./linux", 6, 1);
	of_source_is("./nothing", 6, 1);
	of_source_is("linux-source-6.12", 6, 12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(only_two_numbers_are_a_version),
		FOLDER_TEST(minor_numbers_are_no_fractions),
		FOLDER_TEST(a_new_major_number_is_one_release),
		FOLDER_TEST(a_candidate_counts_as_its_release),
		FOLDER_TEST(a_git_tree_has_the_version_of_its_commit),
		FOLDER_TEST(a_source_that_says_none_counts_as_the_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

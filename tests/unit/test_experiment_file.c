// SPDX-License-Identifier: GPL-2.0-or-later
/* Experiment files as files: includes, what is no file, bytes and integers that libconfig gets
 * wrong. */
#include "experiment_file.h"

#include "experiment/parse.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void integers_that_libconfig_would_cut_are_refused(void **state)
{
	(void)state;
	assert_refused(HEAD "settings = {\n seconds = 4294967356; };\n" KERNELS SETUPS,
		       "x.conf:5: ", "4294967356 is too large");
	assert_refused("runs = 0x100000001;\n" KERNELS SETUPS, "x.conf:1: ", "too large");
	assert_int_equal(integers_check("x", "a=2147483647; b=4294967356L; c=\"99999999999\""), 0);
	assert_int_equal(integers_check("x", "a9999999999=1;/* 99999999999 */ # 99999999999"), 0);
	assert_int_equal(integers_check("x", "a=99999999999.5; b=\"\\\"99999999999\""), 0);
	assert_int_equal(integers_check("x", "a=\"b\";\n// 1\nc=-2147483648;"), -EINVAL);
	assert_error_says("x:3: ");
	assert_int_equal(integers_check("x", "a=9223372036854775808L"), -EINVAL);
}

static void an_included_file_is_read_from_the_same_folder(void **state)
{
	g_autofree char *include = g_build_filename(folder, "y.inc", NULL);
	struct experiment *experiment;

	(void)state;
	assert_int_equal(fs_write_atomic(include, KERNELS SETUPS, strlen(KERNELS SETUPS)), 0);
	experiment = load_good(HEAD "@include \"y.inc\"\n", NULL);
	assert_int_equal(experiment->setups->len, 2);
	experiment_free(experiment);
	assert_int_equal(fs_write_atomic(include, "\nseed = 99999999999;\n", 21), 0);
	assert_refused(GOOD "@include \"y.inc\"\n", "y.inc:2: ", "too large");
	assert_int_equal(fs_write_atomic(include, "\nsed = 1;\n", 10), 0);
	assert_refused(GOOD "@include \"y.inc\"\n", "y.inc:2: ", "did you mean seed");
}

static void write_beside(const char *name, const char *text, size_t length)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	assert_int_equal(fs_write_atomic(path, text, length), 0);
}

static void files_that_include_themselves_are_refused_at_once(void **state)
{
	static const char four[] = "@include \"x.conf\"\n@include \"x.conf\"\n"
				   "@include \"x.conf\"\n@include \"x.conf\"\n";
	static const char through[] = "seed = 1;\n@include \"./x.conf\"\n";
	gint64 began = g_get_monotonic_time();
	g_autoptr(GString) wide = g_string_new(NULL);

	(void)state;
	assert_refused(four, "x.conf:1: @include: ", "x.conf: includes itself");
	write_beside("y.inc", through, strlen(through));
	assert_refused("runs = 1;\n\n@include \"y.inc\"\n",
		       "y.inc:2: @include: ", "includes itself");
	/* No circle, and 8^9 files. */
	for (char level = 'a'; level < 'j'; level++) {
		char name[] = { level, '\0' };

		g_string_truncate(wide, 0);
		for (int i = 0; i < 8; i++)
			g_string_append_printf(wide, "@include \"%c\"\n", level + 1);
		write_beside(name, wide->str, wide->len);
	}
	write_beside("j", "\n", 1);
	assert_refused("@include \"a\"\n", "", "this is more");
	assert_true(g_get_monotonic_time() - began < 10 * G_USEC_PER_SEC);
}

static void includes_end_where_libconfig_ends_them(void **state)
{
	(void)state;
	for (char level = 'A'; level < 'L'; level++) {
		char name[] = { level, '\0' };
		g_autofree char *text = g_strdup_printf("\n@include \"%c\"\n", level + 1);

		write_beside(name, text, strlen(text));
	}
	write_beside("L", "\n", 1);
	assert_refused("@include \"A\"\n", "/J:2: @include: ", "more than 10 deep");
}

/* what: how the message calls it; link: where the file and what a file includes point to. */
static void assert_no_file(const char *link, const char *what)
{
	g_autofree char *include = g_build_filename(folder, "z.inc", NULL);
	struct experiment *experiment;

	unlink(file);
	assert_int_equal(symlink(link, file), 0);
	assert_true(experiment_load(file, NULL, &experiment) < 0);
	assert_error_says(what);
	unlink(file);
	assert_int_equal(symlink(link, include), 0);
	assert_refused("\n@include \"z.inc\"\n", "x.conf:2: @include: ", what);
	unlink(include);
}

static void only_regular_files_are_read(void **state)
{
	g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
	g_autofree char *large = g_strnfill(2 << 20, '#');

	(void)state;
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_no_file(fifo, "is not a regular file");
	assert_no_file(folder, "Is a directory");
	assert_no_file("/dev/zero", "is not a regular file");
	assert_refused(large, "x.conf: ", "1048576 bytes, this is more");
}

static void a_file_that_cannot_be_opened_is_no_syntax_error(void **state)
{
	struct rlimit limit, few;
	struct experiment *experiment = NULL;
	int lowest;

	(void)state;
	unlink(file);
	assert_int_equal(symlink("x.conf", file), 0);
	assert_true(experiment_load(file, NULL, &experiment) < 0);
	unlink(file);
	assert_refused("@include \"gone.inc\"\n",
		       "x.conf:1: @include: ", "gone.inc: cannot read: No such");
	/* One file can be open at a time: libconfig needs two. */
	write_beside("y.inc", KERNELS SETUPS, strlen(KERNELS SETUPS));
	write_beside("x.conf", HEAD "@include \"y.inc\"\n", strlen(HEAD "@include \"y.inc\"\n"));
	lowest = dup(STDIN_FILENO);
	close(lowest);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	few = limit;
	few.rlim_cur = (rlim_t)lowest + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(experiment_load(file, NULL, &experiment), -EMFILE);
	assert_error_says("x.conf:4: cannot open what it includes: Too many open files");
	few.rlim_cur = (rlim_t)lowest;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(experiment_load(file, NULL, &experiment), -EMFILE);
	assert_error_says("x.conf: cannot read: Too many open files");
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void bytes_that_editors_hide_are_named(void **state)
{
	static const char bom[] = "\xef\xbb\xbfseed = 1;\n", wide[] = "r\0u\0n\0s\0";

	(void)state;
	assert_refused("\xef\xbb\xbf" GOOD, "x.conf:1: ", "begins with a byte order mark");
	write_beside("y.inc", bom, strlen(bom));
	assert_refused(GOOD "@include \"y.inc\"\n", "y.inc:1: ", "begins with a byte order mark");
	write_beside("y.inc", wide, sizeof(wide));
	assert_refused(GOOD "@include \"y.inc\"\n", "x.conf:12: @include: ", "zero byte");
	assert_refused("runs = 4;\nboots\xc2\xa0= 2;\n" KERNELS SETUPS, "x.conf:2: ", "U+00A0");
	assert_refused("runs = 4;\n\xff" KERNELS SETUPS, "x.conf:2: ", "0xff");
	assert_refused("runs = 4;\n\x1b[1m" KERNELS SETUPS, "x.conf:2: ", "U+001B");
	experiment_free(load_good("# caf\xe9 \x1b\n/* \xc2\xa0 */ title = \"caf\xc3\xa9\";\n"
				  "runs = 1;\r\n" KERNELS SETUPS,
				  NULL));
}

/* They would reach terminals and pictures, in the messages about them, too. */
static void texts_are_of_one_visible_line(void **state)
{
	(void)state;
	assert_refused("runs = 1;\ntitle = \"a\\x1b[31m\";\n" KERNELS SETUPS,
		       "x.conf:2: title: character 2 (U+001B)", "control character");
	assert_refused("runs = 1;\ntitle = \"a\xe2\x80\xae b\";\n" KERNELS SETUPS,
		       "x.conf:2: title: character 2 (U+202E)", "control character");
	assert_refused(HEAD "settings = { cgroup = \"\\x1b[31m\"; };\n" KERNELS SETUPS,
		       "x.conf:4: cgroup: ", "control character");
	assert_refused(HEAD "settings = { array = \"\\n\"; };\n" KERNELS SETUPS,
		       "x.conf:4: array: ", "control character");
	assert_refused(HEAD KERNELS "setups = (\n" SETUP("a\\n", "bots = 1; ") ");",
		       "x.conf:9: name: ", "control character");
	assert_refused(HEAD
		       "kernels = { m = { source = \"x\";\nconfig = [ \"\\x7f\" ]; }; };\n" SETUPS,
		       "x.conf:5: config: ", "control character");
	assert_refused(HEAD "@include \"\x1b[31m\"\n", "x.conf:4: @include: ", "control character");
	assert_null(strchr(error_text(), '\x1b'));
	assert_refused(HEAD "kernels = { m* = { source = \"x\"; }; };\n" SETUPS,
		       "x.conf:4: ", "no name for a kernel");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_that_libconfig_would_cut_are_refused),
		cmocka_unit_test(an_included_file_is_read_from_the_same_folder),
		cmocka_unit_test(files_that_include_themselves_are_refused_at_once),
		cmocka_unit_test(includes_end_where_libconfig_ends_them),
		cmocka_unit_test(only_regular_files_are_read),
		cmocka_unit_test(a_file_that_cannot_be_opened_is_no_syntax_error),
		cmocka_unit_test(bytes_that_editors_hide_are_named),
		cmocka_unit_test(texts_are_of_one_visible_line),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

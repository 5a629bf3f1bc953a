// SPDX-License-Identifier: GPL-2.0-or-later
/* The way of a kernel into the cache, with a made-up source that builds in no time. */
#include "test.h"

#include "files.h"
#include "kernel/kernel.h"
#include "util/paths.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* The targets that a build asks for; olddefconfig drops CONFIG_LOST as kconfig drops an option
 * whose dependencies are off. */
static const char makefile[] =
	"tinyconfig:\n"
	"\tmkdir -p $(O) && echo '# CONFIG_TINY is not set' > $(O)/.config\n"
	"olddefconfig:\n"
	"\tsed -i /CONFIG_LOST/d $(O)/.config\n"
	"bzImage:\n"
	"\tmkdir -p $(O)/arch/x86/boot\n"
	"\techo \"$$KBUILD_BUILD_TIMESTAMP $$LC_ALL $(RUSTC)$$KCFLAGS\" > $(O)/arch/x86/boot/bzImage\n"
	"\tcat code.c $(O)/.config >> $(O)/arch/x86/boot/bzImage\n"
	"\techo symbols > $(O)/vmlinux\n"
	"\techo built >> $(COUNTER)\n"
	"\t@if grep -q broken code.c; then echo 'code.c:1: error: it is broken'; exit 1; fi\n"
	"\t@if grep -q slow code.c; then touch $(COUNTER).slow; sleep 60; fi\n";

static const char merge_script[] = "#!/bin/sh\n"
				   "# -m -O folder config fragment...\n"
				   "out=$4; shift 4\n"
				   "cat \"$@\" >> $out\n";

/* code.c's third line is the one that patches change. */
static const char patch[] =
	"--- a/code.c\n+++ b/code.c\n@@ -1,5 +1,5 @@\n 1\n 2\n-3\n+%s\n 4\n 5\n";

static char *elements[8]; /* what the spec of a test points to */
static struct kernel_spec spec;

static int source_make(void **state)
{
	g_autofree char *made = NULL, *counter = NULL, *text = NULL, *with_counter = NULL;
	int err = folder_make(state);

	if (err)
		return err;
	made = path_of("made");
	counter = path_of("counter");
	text = g_strdup_printf("COUNTER := %s\n", counter);
	with_counter = g_strconcat(text, makefile, NULL);
	file_write("linux/Makefile", with_counter);
	file_write("linux/code.c", "1\n2\n3\n4\n5\n");
	program_write("linux/scripts/kconfig/merge_config.sh", merge_script);
	file_write("base.config", "CONFIG_A=y\nCONFIG_B=n\n");
	paths_set_made(made);
	elements[0] = path_of("linux");
	elements[2] = path_of("base.config");
	spec = (struct kernel_spec){ .name = (char *)"k",
				     .source = elements[0],
				     .series = &elements[4],
				     .config = &elements[2] };
	return 0;
}

static int source_remove(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(elements); i++)
		g_clear_pointer(&elements[i], g_free);
	return folder_remove(state);
}

static void series_use(const char *replacement)
{
	g_autofree char *text = g_strdup_printf(patch, replacement);

	file_write("s/series", "p.patch\n");
	file_write("s/p.patch", text);
	g_free(elements[4]);
	elements[4] = path_of("s");
}

static guint times_built(void)
{
	g_autofree char *path = path_of("counter");
	g_autofree char *text = NULL;

	if (!fs_exists(path))
		return 0;
	assert_int_equal(fs_read(path, &text, NULL), 0);
	return (guint)strlen(text) / (guint)strlen("built\n");
}

/* Nothing half made is left in the cache. */
static void assert_no_leftovers(void)
{
	g_autofree char *kernels = path_of("made/kernels");
	g_autoptr(GPtrArray) names = NULL;

	assert_int_equal(fs_list(kernels, &names), 0);
	for (guint i = 0; i < names->len; i++)
		assert_false(g_str_has_prefix(names->pdata[i], ".tmp"));
}

/* The cache has a finished folder, whatever is said of it. */
static bool is_built(void)
{
	g_autofree char *kernels = path_of("made/kernels");
	g_autoptr(GPtrArray) names = NULL;

	assert_int_equal(fs_list(kernels, &names), 0);
	for (guint i = 0; i < names->len; i++)
		if (g_str_has_prefix(names->pdata[i], "k-"))
			return true;
	return false;
}

static char *build_ok(void)
{
	struct kernel_build build;
	char *image = NULL;

	if (kernel_build(&spec, false, false, 1, &build) != 0)
		fail_msg("%s", error_text());
	assert_int_equal(fs_read(build.bzimage, &image, NULL), 0);
	kernel_build_clear(&build);
	assert_no_leftovers();
	return image;
}

static void a_kernel_is_built_once(void **state)
{
	struct kernel_build build;
	g_autofree char *facts = NULL;

	(void)state;
	assert_false(is_built());
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	assert_true(fs_exists(build.bzimage));
	assert_true(fs_exists(build.config));
	assert_null(build.perf);
	assert_int_equal(strlen(build.hash), 64);
	assert_true(g_str_has_prefix(build.source, "folder "));
	assert_non_null(strstr(build.compiler, "gcc"));
	facts = g_build_filename(build.folder, "build.json", NULL);
	assert_true(fs_exists(facts));
	kernel_build_clear(&build);
	assert_true(is_built());
	g_free(build_ok());
	assert_int_equal(times_built(), 1);
}

static void another_input_is_another_kernel(void **state)
{
	g_autofree char *first = NULL, *second = NULL, *third = NULL, *fourth = NULL;

	(void)state;
	first = build_ok();
	series_use("three");
	second = build_ok();
	series_use("drei");
	third = build_ok();
	file_write("base.config", "CONFIG_A=y\n");
	fourth = build_ok();
	assert_int_equal(times_built(), 4);
	assert_non_null(strstr(second, "\nthree\n"));
	assert_non_null(strstr(third, "\ndrei\n"));
	assert_string_not_equal(third, fourth);
}

static void the_environment_of_the_caller_does_not_reach_the_build(void **state)
{
	g_autofree char *image = NULL;

	(void)state;
	g_setenv("KCFLAGS", "-DFOREIGN", TRUE);
	g_setenv("LC_ALL", "de_DE.UTF-8", TRUE);
	image = build_ok();
	g_unsetenv("KCFLAGS");
	g_unsetenv("LC_ALL");
	assert_true(g_str_has_prefix(image, "Mon Nov  1 00:00:00 UTC 2010 C \n"));
}

static void a_lost_option_stops_the_build(void **state)
{
	struct kernel_build build;

	(void)state;
	file_write("base.config", "CONFIG_A=y\nCONFIG_LOST=y\n");
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EBADMSG);
	assert_error_says("kernel k: 1 option");
	assert_error_says("CONFIG_LOST (base.config:2)");
	assert_int_equal(times_built(), 0);
	assert_no_leftovers();
}

/* The source says no version, and counts as 6.1, until its Makefile says one. */
static void version_say(const char *patchlevel)
{
	g_autofree char *path = path_of("linux/Makefile");
	g_autofree char *text = NULL, *with_version = NULL;

	assert_int_equal(fs_read(path, &text, NULL), 0);
	with_version = g_strdup_printf("VERSION = 6\nPATCHLEVEL = %s\n%s", patchlevel, text);
	file_write("linux/Makefile", with_version);
}

static void lines_are_merged_for_the_versions_that_they_are_meant_for(void **state)
{
	g_autofree char *old = NULL, *new = NULL;

	(void)state;
	file_write("base.config",
		   "CONFIG_A=y\nCONFIG_B=y # since 6.2\nCONFIG_LOST=y # until 6.0\n");
	old = build_ok();
	assert_non_null(strstr(old, "\nCONFIG_A=y\n"));
	assert_null(strstr(old, "CONFIG_B"));
	version_say("3");
	new = build_ok();
	assert_non_null(strstr(new, "\nCONFIG_B=y\n"));
	assert_null(strstr(new, "since"));
}

static void no_compiler_for_rust_is_asked_for_its_version(void **state)
{
	g_autofree char *old = NULL, *new = NULL;

	(void)state;
	version_say("11");
	old = build_ok();
	assert_true(g_str_has_prefix(old, "Mon Nov  1 00:00:00 UTC 2010 C \n"));
	version_say("12");
	new = build_ok();
	assert_true(g_str_has_prefix(new, "Mon Nov  1 00:00:00 UTC 2010 C false\n"));
}

static void a_patch_that_does_not_apply_is_named_and_leaves_nothing(void **state)
{
	struct kernel_build build;

	(void)state;
	series_use("three");
	file_write("linux/code.c", "1\n2\nother\n4\n5\n");
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EBADMSG);
	assert_error_says("kernel k: series ");
	assert_error_says("p.patch does not apply: code.c, hunk at line 1");
	assert_file_is("linux/code.c", "1\n2\nother\n4\n5\n");
	assert_no_leftovers();
}

static void a_compiler_error_stands_in_the_error_text(void **state)
{
	struct kernel_build build;

	(void)state;
	series_use("broken");
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EBADMSG);
	assert_error_says("code.c:1: error: it is broken");
	assert_error_says(".log ends with:");
	assert_no_leftovers();
	assert_false(is_built());
}

static void a_damaged_kernel_is_built_again(void **state)
{
	g_autofree char *image = NULL;
	struct kernel_build build;

	(void)state;
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	assert_true(g_file_set_contents(build.bzimage, "cut", -1, NULL));
	kernel_build_clear(&build);
	image = build_ok();
	assert_int_equal(times_built(), 2);
	g_clear_pointer(&image, g_free);
	image = build_ok();
	assert_int_equal(times_built(), 2);
}

/* They take minutes to build: what an earlier version built stays found. */
static void a_kernel_is_found_by_its_hash_and_files(void **state)
{
	struct kernel_build build;
	g_autofree char *facts = NULL, *lock = NULL, *tag = path_of("made/kernels/CACHEDIR.TAG");
	json_t *all, *some;

	(void)state;
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	facts = g_build_filename(build.folder, "build.json", NULL);
	all = json_load_file(facts, 0, NULL);
	some = json_pack("{s:O, s:O}", "hash", json_object_get(all, "hash"), "files",
			 json_object_get(all, "files"));
	assert_int_equal(json_object_size(json_object_get(some, "files")), 3);
	assert_int_equal(json_dump_file(some, facts, 0), 0);
	json_decref(all);
	json_decref(some);
	lock = g_strdup_printf("%s/made/kernels/.lock-%.16s", folder, build.hash);
	assert_int_equal(unlink(lock), 0);
	assert_int_equal(unlink(tag), 0);
	kernel_build_clear(&build);
	g_free(build_ok());
	assert_int_equal(times_built(), 1);
}

/* What an earlier version built has none, and says so nowhere. */
static void symbols_are_kept_or_it_is_said_how_to_get_them(void **state)
{
	struct kernel_build build;
	g_autofree char *path = NULL, *none = NULL, *text = NULL, *facts = NULL;
	json_t *all;

	(void)state;
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	assert_int_equal(kernel_symbols("k", build.hash, &path), 0);
	assert_int_equal(fs_read(path, &text, NULL), 0);
	assert_string_equal(text, "symbols\n");
	facts = g_build_filename(build.folder, "build.json", NULL);
	all = json_load_file(facts, 0, NULL);
	assert_int_equal(json_object_del(json_object_get(all, "files"), "vmlinux"), 0);
	assert_int_equal(json_dump_file(all, facts, 0), 0);
	json_decref(all);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(kernel_symbols("k", build.hash, &none), -ENOPKG);
	assert_error_says(build.folder);
	assert_error_says("remove that folder");
	build.hash[0] = build.hash[0] == '0' ? '1' : '0';
	assert_int_equal(kernel_symbols("k", build.hash, &none), -ENOPKG);
	assert_error_says("apfbench build");
	assert_null(none);
	kernel_build_clear(&build);
}

static void two_that_want_the_same_kernel_build_it_once(void **state)
{
	pid_t pids[2];

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++) {
		pids[i] = fork();
		if (!pids[i]) {
			g_free(build_ok());
			_exit(0);
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(pids); i++)
		assert_int_equal(process_wait(pids[i]), 0);
	assert_int_equal(times_built(), 1);
}

/* In a child, for it is to be killed. */
static pid_t slow_build_start(void)
{
	g_autofree char *mark = path_of("counter.slow");
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct kernel_build build;

		/* A shell lets its background jobs ignore it, and a build then goes on. */
		signal(SIGINT, SIG_DFL);
		_exit(kernel_build(&spec, false, false, 1, &build) == -EINTR ? 7 : 1);
	}
	for (int i = 0; i < 1000 && !fs_exists(mark); i++)
		g_usleep(20000);
	assert_true(fs_exists(mark));
	return pid;
}

static void an_interrupted_build_cleans_up_and_says_so(void **state)
{
	pid_t pid;

	(void)state;
	series_use("slow");
	pid = slow_build_start();
	kill(pid, SIGINT);
	assert_int_equal(process_wait(pid), 7);
	assert_no_leftovers();
	assert_false(is_built());
}

static void what_a_killed_build_left_is_removed_by_the_next(void **state)
{
	pid_t pid;

	(void)state;
	series_use("slow");
	pid = slow_build_start();
	kill(pid, SIGKILL);
	assert_int_equal(process_wait(pid), 128 + SIGKILL);
	assert_false(is_built());
	series_use("fast");
	g_free(build_ok());
}

static void a_dry_run_makes_nothing(void **state)
{
	g_autofree char *kernels = path_of("made/kernels");
	struct kernel_build build;
	int err;

	(void)state;
	series_use("three");
	process_set_dry_run(true);
	err = kernel_build(&spec, false, false, 1, &build);
	process_set_dry_run(false);
	assert_int_equal(err, 0);
	assert_non_null(build.hash);
	assert_non_null(build.bzimage);
	kernel_build_clear(&build);
	assert_int_equal(times_built(), 0);
	assert_false(fs_exists(kernels));
}

static void a_folder_that_is_not_a_kernel_source_is_refused_in_a_dry_run_too(void **state)
{
	g_autofree char *file = path_of("linux/Makefile");
	struct kernel_build build;
	int err;

	(void)state;
	assert_int_equal(unlink(file), 0);
	process_set_dry_run(true);
	err = kernel_build(&spec, false, false, 1, &build);
	process_set_dry_run(false);
	assert_int_equal(err, -EINVAL);
	assert_error_says("not a kernel source");
}

static void patches_are_listed_by_name_and_hash(void **state)
{
	struct kernel_build build;

	(void)state;
	series_use("three");
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	assert_non_null(build.patches[0]);
	assert_true(g_str_has_prefix(build.patches[0], "s/p.patch "));
	assert_int_equal(strlen(build.patches[0]), strlen("s/p.patch ") + 16);
	assert_null(build.patches[1]);
	kernel_build_clear(&build);
}

static void a_kernels_facts_are_kept_beside_its_measurements(void **state)
{
	g_autofree char *kept = path_of("kept");
	g_autofree char *facts = path_of("kept/build.json");
	g_autofree char *config = path_of("kept/config");
	struct kernel_build build;

	(void)state;
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	assert_int_equal(kernel_keep("k", &build, kept), 0);
	assert_true(fs_exists(facts) && fs_exists(config));
	assert_int_equal(kernel_keep("k", &build, kept), 0);
	assert_int_equal(kernel_compare(&spec, false, kept), 0);
	kernel_build_clear(&build);
	series_use("three");
	assert_int_equal(kernel_compare(&spec, false, kept), -ESTALE);
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), 0);
	assert_int_equal(kernel_keep("k", &build, kept), -ESTALE);
	kernel_build_clear(&build);
	assert_error_says("kernel k");
	assert_error_says("kept/build.json");
}

static void a_link_in_the_objects_place_is_refused(void **state)
{
	g_autofree char *link = path_of("linux/apfbench-objects"), *outside = path_of("outside");
	g_autofree char *written = path_of("outside/.config");
	struct kernel_build build;

	(void)state;
	assert_int_equal(fs_make_folder(outside), 0);
	assert_int_equal(symlink(outside, link), 0);
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EINVAL);
	assert_error_says("apfbench-objects: the source has something of this name");
	assert_false(fs_exists(written));
	assert_no_leftovers();
}

static void a_folder_that_make_cannot_take_is_refused(void **state)
{
	g_autofree char *blank = path_of("made here");
	struct kernel_build build;

	(void)state;
	paths_set_made(blank);
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EINVAL);
	assert_error_says("blank");
	for (const char *odd = "&'$;:()%#"; *odd; odd++) {
		g_autofree char *name = g_strdup_printf("R%cD", *odd);
		g_autofree char *path = path_of(name);
		g_autofree char *said = g_strdup_printf("with %c in its path", *odd);

		paths_set_made(path);
		assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EINVAL);
		assert_error_says(said);
	}
}

static void a_missing_temporary_folder_is_named(void **state)
{
	struct kernel_build build;

	(void)state;
	g_setenv("TMPDIR", "/nonexistent/tmp", TRUE);
	assert_int_equal(kernel_build(&spec, false, false, 1, &build), -EINVAL);
	g_unsetenv("TMPDIR");
	assert_error_says("TMPDIR: /nonexistent/tmp: compilers cannot write there (No such file");
}

#define BUILD_TEST(name) cmocka_unit_test_setup_teardown(name, source_make, source_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BUILD_TEST(a_kernel_is_built_once),
		BUILD_TEST(another_input_is_another_kernel),
		BUILD_TEST(the_environment_of_the_caller_does_not_reach_the_build),
		BUILD_TEST(a_lost_option_stops_the_build),
		BUILD_TEST(lines_are_merged_for_the_versions_that_they_are_meant_for),
		BUILD_TEST(no_compiler_for_rust_is_asked_for_its_version),
		BUILD_TEST(a_patch_that_does_not_apply_is_named_and_leaves_nothing),
		BUILD_TEST(a_compiler_error_stands_in_the_error_text),
		BUILD_TEST(a_damaged_kernel_is_built_again),
		BUILD_TEST(a_kernel_is_found_by_its_hash_and_files),
		BUILD_TEST(symbols_are_kept_or_it_is_said_how_to_get_them),
		BUILD_TEST(two_that_want_the_same_kernel_build_it_once),
		BUILD_TEST(an_interrupted_build_cleans_up_and_says_so),
		BUILD_TEST(what_a_killed_build_left_is_removed_by_the_next),
		BUILD_TEST(a_dry_run_makes_nothing),
		BUILD_TEST(a_folder_that_is_not_a_kernel_source_is_refused_in_a_dry_run_too),
		BUILD_TEST(patches_are_listed_by_name_and_hash),
		BUILD_TEST(a_kernels_facts_are_kept_beside_its_measurements),
		BUILD_TEST(a_link_in_the_objects_place_is_refused),
		BUILD_TEST(a_folder_that_make_cannot_take_is_refused),
		BUILD_TEST(a_missing_temporary_folder_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What is kept of a kernel beside its measurements: copied to any file system, and removed alone.
 */
#include "test.h"

#include "files.h"
#include "kernel/kernel.h"

#include <errno.h>

#define HASH "0123456789abcdef"

static void build_write(void)
{
	file_write("built/build.json", "{\"hash\": \"" HASH "\"}");
	file_write("built/config", "CONFIG_KVM=y\n");
	file_write("built/source.diff", "--- a\n+++ b\n");
}

static void a_campaign_may_be_on_another_file_system(void **state)
{
	g_autofree char *built = path_of("built");
	g_autofree char *shm = g_strdup("/dev/shm/apfbench-test-XXXXXX");
	const struct kernel_build build = { .folder = built, .hash = (char *)HASH };
	g_autofree char *kept = NULL, *config = NULL, *text = NULL;

	(void)state;
	build_write();
	assert_non_null(g_mkdtemp(shm));
	kept = g_build_filename(shm, "kernels", "k", NULL);
	config = g_build_filename(kept, "config", NULL);
	assert_int_equal(kernel_keep("k", &build, kept), 0);
	assert_int_equal(fs_read(config, &text, NULL), 0);
	assert_string_equal(text, "CONFIG_KVM=y\n");
	assert_int_equal(kernel_forget(kept), 0);
	assert_false(fs_exists(kept));
	assert_int_equal(fs_remove_tree(shm), 0);
}

static void what_others_put_there_stays(void **state)
{
	g_autofree char *built = path_of("built");
	g_autofree char *facts = path_of("built/build.json");

	(void)state;
	build_write();
	file_write("built/thesis.txt", "precious");
	assert_int_equal(kernel_forget(built), 0);
	assert_false(fs_exists(facts));
	assert_file_is("built/thesis.txt", "precious");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_campaign_may_be_on_another_file_system),
		FOLDER_TEST(what_others_put_there_stays),
	};

	return cmocka_run_group_tests_name("keep", tests, NULL, NULL);
}

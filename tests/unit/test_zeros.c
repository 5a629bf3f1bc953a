// SPDX-License-Identifier: GPL-2.0-or-later
/* Hosts that do not swap pages of zeros, and what is said about them before anything is built. */
#include "test.h"

#include "artefact/artefact.h"
#include "files.h"

#include <errno.h>

static int check(const char *source, const char *expect, const char *settings)
{
	static const struct artefacts_need need = { .kernels = true };
	g_autofree char *path = path_of("e.conf");
	g_autofree char *text = g_strdup_printf(
		"runs = 1;\nkernels = { old = { source = \"linux-source-6.1\"; config = [ \"base\" ]; };"
		" host = { source = \"%s\"; config = [ \"base\" ]; }; };\nsetups = ( { name = \"s\"; "
		"host = \"host\"; guest = \"old\"; expect = \"%s\"; settings = { %s }; } );\n",
		source, expect, settings);
	struct experiment *experiment;
	int err;

	file_write("e.conf", text);
	assert_int_equal(experiment_load(path, NULL, &experiment), 0);
	err = artefacts_check(experiment, &need);
	experiment_free(experiment);
	return err;
}

static void zeros_on_a_new_host_are_refused(void **state)
{
	(void)state;
	assert_int_equal(check("linux-source-6.12", "pv", ""), -EINVAL);
	assert_error_says("setup s: host kernel 6.12 does not write pages of zeros to swap");
	assert_error_says("set fill = \"pattern\"");
	assert_int_equal(check("linux-source-6.12", "none", ""), -EINVAL);
	assert_int_equal(check("linux-source-7.0", "pv", ""), -EINVAL);
	assert_int_equal(check("linux-source-6.11", "pv", ""), 0);
	assert_int_equal(check("linux-source-6.1", "pv", ""), 0);
}

static void what_does_not_depend_on_zeros_is_not(void **state)
{
	(void)state;
	assert_int_equal(check("linux-source-6.12", "pv", "fill = \"pattern\";"), 0);
	assert_int_equal(check("linux-source-6.12", "any", ""), 0);
	assert_int_equal(check("linux-source-6.12", "none", "container = \"none\";"), 0);
	assert_int_equal(check("linux-source-6.12", "pv", "payload = \"/bin/true\";"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(zeros_on_a_new_host_are_refused),
		FOLDER_TEST(what_does_not_depend_on_zeros_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel source of experiments that name none: the package that gets installed. */
#include "test.h"

#include "experiment/default_source.h"
#include "experiment/experiment.h"
#include "files.h"

static void a_kernel_without_source_is_of_the_listed_package(void **state)
{
	g_autofree char *file = path_of("x.conf"), *package = NULL, *tarball = NULL;
	g_autofree char *listed = NULL;
	struct experiment *experiment;

	(void)state;
	file_write("x.conf", "runs = 1;\nkernels = { k = { config = [ \"base\" ]; }; };\n"
			     "setups = ( { name = \"s\"; host = \"k\"; guest = \"k\"; expect = "
			     "\"any\"; } );\n");
	assert_int_equal(default_source(&package), 0);
	if (experiment_load(file, NULL, &experiment))
		fail_msg("%s", error_text());
	assert_string_equal(experiment_kernel(experiment, "k")->source, package);
	experiment_free(experiment);
	assert_int_equal(fs_read("setup/packages", &listed, NULL), 0);
	tarball = g_strdup_printf("/usr/src/%s.tar.xz", package);
	assert_non_null(strstr(listed, tarball));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FOLDER_TEST(a_kernel_without_source_is_of_the_listed_package),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

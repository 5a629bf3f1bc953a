// SPDX-License-Identifier: GPL-2.0-or-later
/* An experiment file in a folder of its own, written and loaded again by each test. */
#ifndef TESTS_UNIT_EXPERIMENT_FILE_H
#define TESTS_UNIT_EXPERIMENT_FILE_H

#include "test.h"

#include "experiment/experiment.h"
#include "util/fs.h"

#include <errno.h>
#include <string.h>

/* Line numbers below count on this text. */
#define HEAD "title = \"T\";\nruns = 4;\nboots = 2;\n"
#define KERNELS                                                                               \
	"kernels = {\n  main = { source = \"linux-source-6.1\"; series = [ \"mainline\" ];\n" \
	"    config = [ \"base\" ]; };\n};\n"
#define SETUP(name, rest) \
	"  { name = \"" name "\"; host = \"main\"; guest = \"main\"; expect = \"any\"; " rest "}"
#define SETUPS \
	"setups = (\n" SETUP("master", "") ",\n" SETUP("pv", "settings = { vcpus = 2; }; ") "\n);\n"
#define GOOD HEAD KERNELS SETUPS

static char *folder, *file;

static int folder_make(void **state)
{
	(void)state;
	folder = g_dir_make_tmp(NULL, NULL);
	file = g_build_filename(folder, "x.conf", NULL);
	return folder ? 0 : -1;
}

static int folder_remove(void **state)
{
	int err = fs_remove_tree(folder);

	(void)state;
	g_free(file);
	g_free(folder);
	return err;
}

static int load(const char *text, const char *const overrides[], struct experiment **experiment)
{
	assert_int_equal(fs_write_atomic(file, text, strlen(text)), 0);
	return experiment_load(file, overrides, experiment);
}

static struct experiment *load_good(const char *text, const char *const overrides[])
{
	struct experiment *experiment;

	if (load(text, overrides, &experiment))
		fail_msg("refused: %s", error_text());
	return experiment;
}

/* place: "x.conf:LINE: " or the like. */
static inline void assert_refused(const char *text, const char *place, const char *word)
{
	struct experiment *experiment;

	assert_int_equal(load(text, NULL, &experiment), -EINVAL);
	assert_null(experiment);
	assert_error_says(place);
	assert_error_says(word);
}

#endif

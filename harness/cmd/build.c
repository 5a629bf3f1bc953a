// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench build`: makes the kernels and images that an experiment needs, and measures nothing. */
#include "cmd/command.h"

#include "cmd/experiment.h"
#include "util/status.h"

static const struct argp_child build_children[] = {
	{ &work_argp, 0, NULL, 0 },
	{ 0 },
};

/* No parser of its own: all input goes to the child. */
static const struct argp build_argp = {
	.children = build_children,
	.args_doc = "[EXPERIMENT]",
	.doc = "Builds the kernels and images of EXPERIMENT (default: quick), or finds them in the "
	       "cache. Measures nothing.",
};

static int build_experiment(const struct work_options *options)
{
	struct experiment *experiment = NULL;
	const struct testbed *testbed = NULL;
	int err = experiment_open(options->experiment, options->overrides, &experiment, &testbed);

	if (!err)
		err = experiment_build(experiment, testbed, options);
	experiment_free(experiment);
	return err;
}

int command_build(int argc, char **argv)
{
	struct work_options options = { 0 };
	int status;

	command_parse(&build_argp, "build", argc, argv, &options);
	status = command_end(build_experiment(&options));
	work_options_clear(&options);
	return status;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* `apfbench build`: the kernels and images that an experiment needs, and nothing measured. */
#include "cmd/command.h"

#include "cmd/experiment.h"
#include "util/status.h"

struct build_options {
	struct work_options work;
	const char *experiment;
};

static error_t build_option(int key, char *argument, struct argp_state *state)
{
	struct build_options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[1] = &options->work;
		return 0;
	case ARGP_KEY_ARG:
		command_argument(state, &options->experiment, argument, "experiment");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_child build_children[] = {
	{ &common_argp, 0, NULL, 0 },
	{ &work_argp, 0, NULL, 0 },
	{ 0 },
};

static const struct argp build_argp = {
	.parser = build_option,
	.children = build_children,
	.args_doc = "[EXPERIMENT]",
	.doc = "Builds, or finds in the cache, the kernels and images of EXPERIMENT (default: quick), and "
	       "measures nothing.",
};

static int build_experiment(const struct build_options *options)
{
	struct experiment *experiment = NULL;
	const struct testbed *testbed = NULL;
	void *state = NULL;
	int err = experiment_open(options->experiment, options->work.overrides, &experiment,
				  &testbed);

	if (!err && options->work.dry_run) {
		err = experiment_dry_run(experiment, testbed, options->work.jobs, false);
	} else if (!err) {
		err = testbed->open(experiment, options->work.jobs, &state);
		if (state)
			testbed->close(state);
	}
	experiment_free(experiment);
	return err;
}

int command_build(int argc, char **argv)
{
	struct build_options options = { 0 };
	int status;

	command_parse(&build_argp, "build", argc, argv, &options);
	if (!options.experiment)
		options.experiment = "quick";
	status = command_end(build_experiment(&options));
	work_options_clear(&options.work);
	return status;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The command table; as a machine's first process, the runner. */
#include "cmd/command.h"
#include "host/runner.h"

#include <unistd.h>

static const struct command commands[] = {
	{ "run", command_run, "measure: the missing runs of an experiment, then the table" },
	{ "build", command_build, "build the kernels and images of an experiment" },
	{ "show", command_show, "print the table of a campaign, from its records alone" },
	{ "plot", command_plot, "draw a campaign: PNG and SVG" },
	{ "list", command_list, "list experiments, setups, kernels, settings, campaigns" },
	{ "doctor", command_doctor, "what is there, what is missing, which testbeds can work" },
	{ "prune", command_prune, "show and free what the caches hold" },
	{ NULL, NULL, NULL },
};

int main(int argc, char **argv)
{
	if (getpid() == 1)
		runner_init();
	return command_main(commands, argc, argv);
}

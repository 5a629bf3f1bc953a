// SPDX-License-Identifier: GPL-2.0-or-later
/* What run and build do first: the experiment read and checked, its testbed found and able to work.
 */
#ifndef CMD_EXPERIMENT_H
#define CMD_EXPERIMENT_H

#include "cmd/command.h"
#include "testbed/testbed.h"

/* Loads name with overrides, prints what is unwise as warnings, finds the testbed and probes it. */
int experiment_open(const char *name, const char *const overrides[], struct experiment **experiment,
		    const struct testbed **testbed);

/*
 * Builds what the setups that the options ask for need, or in a dry run prints the external
 * commands of the builds; then (show_runs) prints the plan with each host's command line.
 */
int experiment_prepare(const struct experiment *experiment, const struct testbed *testbed,
		       const struct work_options *options, bool show_runs);

#endif

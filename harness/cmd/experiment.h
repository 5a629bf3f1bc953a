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

/* Builds what the setups that the options ask for need; in a dry run prints the commands of it. */
int experiment_build(const struct experiment *experiment, const struct testbed *testbed,
		     const struct work_options *options);

/*
 * In a dry run: the commands of the builds, and of each run that the campaign's folder lacks. What
 * schedule_run() would refuse of that folder is refused.
 */
int experiment_show(const struct experiment *experiment, const struct testbed *testbed,
		    const struct work_options *options, const char *folder, bool retry_invalid);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What run and build do first: read and check the experiment, find its testbed, probe it. */
#ifndef CMD_EXPERIMENT_H
#define CMD_EXPERIMENT_H

#include "cmd/command.h"
#include "schedule/run.h"
#include "testbed/testbed.h"

/*
 * Loads an experiment (experiment_load()), prints what is unwise as warnings, finds its testbed and
 * probes it. The caller calls experiment_free() also after an error. Errors of experiment_load()
 * and probe(); -EINVAL for an unknown testbed.
 */
int experiment_open(const char *name, const char *const overrides[], struct experiment **experiment,
		    const struct testbed **testbed);

/* The testbed of that name, probed. Errors of probe(); -EINVAL for an unknown one. */
int experiment_testbed(const char *name, const struct testbed **testbed);

/* Builds what the setups that the options name need; a dry run prints the commands. Errors of
 * testbed_make(). */
int experiment_build(const struct experiment *experiment, const struct testbed *testbed,
		     const struct work_options *options);

/*
 * For a dry run: prints the commands of the builds, and of each run that the campaign's folder
 * lacks. Refuses a folder that schedule_run() would refuse. Errors of schedule_look() and
 * testbed_make().
 */
int experiment_show(const struct experiment *experiment, const struct testbed *testbed,
		    const struct work_options *options, const char *folder,
		    const struct schedule_options *campaign);

#endif

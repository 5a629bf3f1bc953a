// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes of an experiment on the command line: "key=value" and "setup.key=value". */
#ifndef EXPERIMENT_OVERRIDES_H
#define EXPERIMENT_OVERRIDES_H

#include "experiment/experiment.h"

/* "sweep.KEY=VALUE,VALUE" changes the sweep: no setup has this name. */
#define SWEEP_NAME "sweep"

struct override {
	char *setup; /* or SWEEP_NAME; NULL: the file's top level */
	char *key;
	char *value;
};

/* Splits texts (NULL-terminated, or NULL). Elements: struct override *, freed with *overrides,
 * which is the caller's. -EINVAL names a text that has neither form. */
int overrides_read(const char *const texts[], GPtrArray **overrides);

/* Applies the top-level ones: to the experiment and to the settings of all setups. -EINVAL. */
int overrides_apply(const GPtrArray *overrides, struct experiment *experiment,
		    struct settings *settings);

/* Applies those of one setup to its settings. -EINVAL. */
int overrides_apply_setup(const GPtrArray *overrides, struct setup *setup);

/* -EINVAL for a setup that the experiment lacks. */
int overrides_check(const GPtrArray *overrides, const struct experiment *experiment);

/* Is there a top-level one with this key? */
bool overrides_have(const GPtrArray *overrides, const char *key);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What the command line changes of an experiment: "key=value" and "setup.key=value". */
#ifndef EXPERIMENT_OVERRIDES_H
#define EXPERIMENT_OVERRIDES_H

#include "experiment/experiment.h"

struct override {
	char *setup; /* NULL: the file's top level */
	char *key;
	char *value;
};

/* Splits; -EINVAL names a text that has no such form. Elements: struct override *, freed with it.
 */
int overrides_read(const char *const texts[], GPtrArray **overrides);

/* The top-level ones: numbers and texts of the experiment, and the settings of all setups. */
int overrides_apply(const GPtrArray *overrides, struct experiment *experiment,
		    struct settings *settings);

/* Those of one setup: its settings. */
int overrides_apply_setup(const GPtrArray *overrides, struct setup *setup);

/* -EINVAL for a setup that the experiment lacks. */
int overrides_check(const GPtrArray *overrides, const struct experiment *experiment);

/* Is there a top-level one of this key? */
bool overrides_have(const GPtrArray *overrides, const char *key);

#endif

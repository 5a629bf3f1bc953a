// SPDX-License-Identifier: GPL-2.0-or-later
/* Experiments that get more boots after some were measured. */
#ifndef EXPERIMENT_GROWTH_H
#define EXPERIMENT_GROWTH_H

#include "experiment/experiment.h"

#include <stdbool.h>

/*
 * Has now (an experiment_json()) at least the boots of old, each with as many runs? Then all runs
 * of old are runs of now, on the same boots.
 */
bool growth_is(const json_t *old, const json_t *now);

/* Gives the experiment the boots of an old experiment_json(), if growth_is() from it to that. */
void growth_adopt(const json_t *old, struct experiment *experiment);

#endif

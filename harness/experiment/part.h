// SPDX-License-Identifier: GPL-2.0-or-later
/* A part of an experiment: the setups that are built and run with --only. */
#ifndef EXPERIMENT_PART_H
#define EXPERIMENT_PART_H

#include "experiment/experiment.h"

/*
 * Takes the setups of those names or stems (NULL-terminated; NULL: all), in the experiment's order.
 * The part borrows everything but its list of setups from the whole, which must live longer.
 * Release it with part_clear(), not experiment_free(); after an error there is nothing to release.
 * -EINVAL: there is no such setup.
 */
int part_take(const struct experiment *whole, const char *const names[], struct experiment *part);
void part_clear(struct experiment *part);

#endif

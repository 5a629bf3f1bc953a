// SPDX-License-Identifier: GPL-2.0-or-later
/* A part of an experiment: what is built and run when not all of its setups are asked for. */
#ifndef EXPERIMENT_PART_H
#define EXPERIMENT_PART_H

#include "experiment/experiment.h"

/*
 * The setups of those names (NULL-terminated; NULL: all). The part borrows all but its list of
 * setups from the whole, which has to live longer; clear it with part_clear(), not
 * experiment_free(). -EINVAL: there is no such setup.
 */
int part_take(const struct experiment *whole, const char *const names[], struct experiment *part);
void part_clear(struct experiment *part);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: how `axis`, `line` and `x` must fit together. */
#ifndef EXPERIMENT_AXIS_H
#define EXPERIMENT_AXIS_H

#include "experiment/experiment.h"

/*
 * -EINVAL: an axis without setups, a setup with line and x but no axis, line without x or the other
 * way round, two setups at the same place. Setups without line and x are allowed: they are in the
 * main table only.
 */
int axis_check(const struct experiment *experiment);

/* Gives the setups that the file puts on the axis a stem, their line, and a place, their x. */
void axis_fill(struct experiment *experiment);

#endif

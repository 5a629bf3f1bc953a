// SPDX-License-Identifier: GPL-2.0-or-later
/* Setups on an axis: what `axis`, `line` and `x` must be together. */
#ifndef EXPERIMENT_AXIS_H
#define EXPERIMENT_AXIS_H

#include "experiment/experiment.h"

/*
 * -EINVAL: an axis on which no setup lies, places without an axis, half a place, two setups at one.
 * Setups without a place are allowed: they are in the usual table alone.
 */
int axis_check(const struct experiment *experiment);

#endif

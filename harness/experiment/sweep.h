// SPDX-License-Identifier: GPL-2.0-or-later
/* A sweep: all setups of an experiment at each of several values of one or two settings. */
#ifndef EXPERIMENT_SWEEP_H
#define EXPERIMENT_SWEEP_H

#include "experiment/experiment.h"

#include <libconfig.h>

struct sweep {
	GPtrArray *keys; /* struct sweep_key *, none or up to two: the axis, then the lines */
};

/*
 * Reads the group "sweep" of the file and the overrides of it, which replace a key's values or add
 * a key. Release *sweep with sweep_clear(), after an error, too. -EINVAL, with file and line or the
 * override: a key that is no setting, or that a setup, the file's settings or an override sets as
 * well; values that are wrong, none or equal; an axis without numbers; more than two keys.
 */
int sweep_read(const config_setting_t *root, const GPtrArray *overrides, struct sweep *sweep);
void sweep_clear(struct sweep *sweep);

/*
 * Replaces the experiment's setups by copies of them, one after the other, at each place: for each
 * value of the second key, for each value of the first. Names get the place's values
 * ("pv-pairs-8"), curves are "pv, placement pairs". Without keys nothing changes. -EINVAL: a setup
 * that has line or x, names that are too long or equal, too many setups, values that a setup's
 * kernel parameters already have.
 */
int sweep_apply(const struct sweep *sweep, struct experiment *experiment);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Is a record of a run that the experiment plans? */
#ifndef CAMPAIGN_FIT_H
#define CAMPAIGN_FIT_H

#include "experiment/plan.h"

/* -EINVAL names the record's path and what differs: setup, place, seeds or settings. */
int fit_check_run(const char *path, const json_t *record, const struct plan_run *run);

/*
 * The same by an experiment.json alone. Records of setups that are not in it pass: they are of no
 * number, and told of.
 */
int fit_check(const char *path, const json_t *record, const json_t *experiment);

#endif

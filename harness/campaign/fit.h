// SPDX-License-Identifier: GPL-2.0-or-later
/* Does a record belong to a run that the experiment plans? */
#ifndef CAMPAIGN_FIT_H
#define CAMPAIGN_FIT_H

#include "experiment/plan.h"

/* -EINVAL names the record's path and what differs: setup, boot, run, seeds, settings
 * or its kind. */
int fit_check_run(const char *path, const json_t *record, const struct plan_run *run);

/*
 * The same, but only from an experiment.json and for a record whose name fits. Records of setups
 * that it does not have pass: reports name them and leave them out of all figures. So do traced
 * ones where none are planned now.
 */
int fit_check(const char *path, const json_t *record, const json_t *experiment);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether a setup's host would swap the array at all. */
#ifndef ARTEFACT_ZEROS_H
#define ARTEFACT_ZEROS_H

#include "experiment/experiment.h"

/*
 * -EINVAL if bm's array is full of zeros and the host's kernel is one that does not write these to
 * swap: then it reads nothing either. A setup that expects "any" is let through. Errors of
 * linux_version_of_source().
 */
int zeros_check(const struct experiment *experiment, const struct setup *setup);

#endif

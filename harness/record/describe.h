// SPDX-License-Identifier: GPL-2.0-or-later
/* The harness's side of the run description: made from a setup's settings. */
#ifndef RECORD_DESCRIBE_H
#define RECORD_DESCRIBE_H

#include "experiment/settings.h"
#include "record/description.h"

/* What the runner reads of the settings. The caller calls inside_clear(). */
void inside_take(const struct settings *settings, struct inside *inside);

/*
 * JSON padded with blanks to DESCRIPTION_SIZE (no NUL). It has those settings only that the runner
 * reads and that differ from their defaults: a setting that comes later changes no old description.
 * -E2BIG.
 */
int description_write(const struct description *description, char buffer[DESCRIPTION_SIZE]);

#endif

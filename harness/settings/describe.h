// SPDX-License-Identifier: GPL-2.0-or-later
/* The harness's side of the run description: made from a setup's settings. */
#ifndef SETTINGS_DESCRIBE_H
#define SETTINGS_DESCRIBE_H

#include "settings/description.h"
#include "settings/settings.h"

/* What the runner reads of the settings. The caller calls inside_clear(). */
void inside_take(const struct settings *settings, struct inside *inside);

/*
 * JSON padded with blanks to DESCRIPTION_SIZE (no NUL). It has only the settings that the runner
 * reads and that differ from their defaults, so that a new setting leaves old descriptions as they
 * are. -E2BIG if they do not fit.
 */
int description_write(const struct description *description, char buffer[DESCRIPTION_SIZE]);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Commits of a git repository as patches. */
#ifndef CHANGE_RANGE_H
#define CHANGE_RANGE_H

#include "change/change.h"

#include <stdbool.h>

/* Could it be a range A..B? "../x" and other paths are none. */
bool range_is(const char *argument);

/* Adds a patch for each commit. tree may be NULL: there is none. Errors as change_read(). */
int range_read(const char *range, const char *tree, struct change *change);

#endif

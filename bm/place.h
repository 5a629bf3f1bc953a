// SPDX-License-Identifier: GPL-2.0-or-later
// The vCPUs that threads are pinned to.
#ifndef BM_PLACE_H
#define BM_PLACE_H

#include "options.h"

/* Characters of a list at most. */
#define PLACE_LIST_MAX 4095

/*
 * Reads "free", "pairs" or a list of vCPU numbers into @options, the list unchecked. Returns 0,
 * -EINVAL or -ERANGE.
 */
int place_parse(struct options *options, const char *text);

/*
 * Sets the pins of @options, once the number of threads is known. Makes no system call for "free".
 * Returns 0, or -EINVAL with a line on stderr that begins with @asker.
 */
int place_resolve(struct options *options, const char *asker);

const char *place_name(enum place place);

#endif

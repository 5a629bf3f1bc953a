// SPDX-License-Identifier: GPL-2.0-or-later
// The array whose pages are touched.
#ifndef BM_ARRAY_H
#define BM_ARRAY_H

#include "options.h"

/* Reserves the array's whole pages, for the life of the process. Returns NULL with a line on
 * stderr. */
char *array_create(size_t bytes);

/* Writes every byte of its whole pages, so that each has been given memory. */
void array_fill(char *array, size_t bytes, enum fill fill);

#endif

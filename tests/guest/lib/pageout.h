/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is surely on the swap device, so that the next access has to read
 * it. */
#ifndef LIB_PAGEOUT_H
#define LIB_PAGEOUT_H

#include <stdbool.h>
#include <stddef.h>

/* Pages in memory of the calling thread, or in the swap cache. */
size_t pageout_count_resident(void *memory, size_t bytes);

/*
 * All of them go to the swap device and nowhere else; fails the test if they do
 * not. Afterwards the calling thread is bound to a CPU. Does not wait for the
 * device: only what is in memory is touched. Switches readahead off, which
 * would bring neighbours.
 */
void pageout(void *memory, size_t bytes);

/* Once, without a promise: for use while others touch the memory. */
void pageout_try(void *memory, size_t bytes);

#endif

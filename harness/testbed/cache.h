// SPDX-License-Identifier: GPL-2.0-or-later
/* What the caches hold, and how to free it: kernels, images, preparations. Campaigns are no cache.
 */
#ifndef TESTBED_CACHE_H
#define TESTBED_CACHE_H

#include "util/store.h"

/* kernels, sources (unpacked), images, preparations (snapshots), ccache. Ends with NULL; static. */
const char *const *cache_kinds(void);

/*
 * Before anything is put there: makes the folders of all kinds, marks them as ours (cachedir.h),
 * and sweeps what killed processes left in them. -EINVAL when one of them is somebody else's.
 */
int cache_claim(void);

/*
 * Entries of a kind, or of all when NULL, the longest unused first. ccache is one entry, named ".".
 * -EINVAL for an unknown kind, and for one whose folder is somebody else's; of all kinds such a one
 * is left out with a warning. Elements (struct store_entry) are freed with the array.
 */
int cache_list(const char *kind, GPtrArray **entries);

/* Frees one. -EBUSY while any apfbench works with what is made, whichever entries it uses. */
int cache_remove(const struct store_entry *entry);

#endif

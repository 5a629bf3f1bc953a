// SPDX-License-Identifier: GPL-2.0-or-later
/* What the caches hold, and how to free it: kernels, images, preparations. Campaigns are no cache.
 */
#ifndef TESTBED_CACHE_H
#define TESTBED_CACHE_H

#include <glib.h>
#include <stdint.h>
#include <time.h>

struct cache_entry {
	const char *kind; /* one of cache_kinds */
	char *name;	  /* of the file or folder in made/KIND; ".": all of it */
	uint64_t bytes;	  /* on disk */
	char *note;	  /* of preparations: setup and boot seed, if known; else NULL */
	time_t last_use;  /* of preparations; else when it was made */
};

/* kernels, sources (unpacked), images, preparations (snapshots), ccache. Ends with NULL. */
extern const char *const cache_kinds[];

/*
 * Makes the folders of all kinds and marks them as ours (cachedir.h), before anything is put there.
 * -EINVAL when one of them is somebody else's.
 */
int cache_claim(void);

/* Entries of a kind, or of all when NULL, the longest unused first. -EINVAL for an unknown kind,
 * and for one whose folder is somebody else's; of all kinds such a one is left out with a warning.
 * Elements are freed with the array. */
int cache_list(const char *kind, GPtrArray **entries);

/* Frees one. -EBUSY while any apfbench works with what is made, whichever entries it uses. */
int cache_remove(const struct cache_entry *entry);

#endif

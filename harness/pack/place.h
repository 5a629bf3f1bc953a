// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder in which a pack is unpacked: it has another name until all is there. */
#ifndef PACK_PLACE_H
#define PACK_PLACE_H

struct place {
	char *folder;	  /* what it will be called */
	char *unfinished; /* beside it */
	int lock;
};

/*
 * Makes an empty folder beside `folder`, which must be missing or empty, and removes what killed
 * processes of ours left there. -EEXIST: there is something; else -errno. After an error there is
 * nothing to end.
 */
int place_begin(const char *folder, struct place *place);

/* Gives it its name; never replaces what has come there. -EEXIST, or -errno; then place_abandon()
 * is still the caller's. */
int place_finish(struct place *place);

/* Removes it. Leaves the error text alone. */
void place_abandon(struct place *place);

#endif

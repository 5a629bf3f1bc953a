// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps the objects of a build for the next one whose source differs little. */
#ifndef KERNEL_OBJECTS_H
#define KERNEL_OBJECTS_H

#include "kernel/inputs.h"
#include "util/store.h"

#include <stdbool.h>

/*
 * Objects go into a direct subfolder of the source. The kernel's makefiles then name sources by
 * "../": no path of this machine gets into a binary, and ccache finds them from any folder.
 */
#define OBJECTS "apfbench-objects"

/* The kept trees with their objects, one for each source, config and compiler; an entry is whole
 * when nobody has taken its objects. */
extern const struct store objects_store;

/* A tree that is being built with kept objects, or whose objects will be kept. */
struct objects {
	int lock;
	char *folder; /* where the tree is meanwhile */
};

/*
 * Moves the fresh tree to the place where the last such kernel was built, since programs of the
 * build know it by its path; *tree is replaced. Moves the objects that were kept into it, and gives
 * each of its files that is as it was the time that it had: make then compiles what differs. aside:
 * a temporary folder of the caller's in the output folder, where what is left of the kept tree
 * goes. The caller calls objects_close(), also after an error. 0, also if there is nothing of use,
 * or -errno.
 */
int objects_take(const struct inputs *inputs, const char *aside, char **tree,
		 struct objects *objects);

/* Keeps the tree, or removes it. Keeping is best effort: says so if it cannot. */
void objects_close(const struct inputs *inputs, bool keep, struct objects *objects);

#endif

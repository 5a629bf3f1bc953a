// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes the experiment that holds a changed kernel against what it was changed from. */
#ifndef TRIAL_TRIAL_H
#define TRIAL_TRIAL_H

#include "util/store.h"

#include <stdbool.h>

/* How host and guest use async page faults: rows of trial_setups. */
#define TRIAL_SETUP "pv"

struct trial_options {
	const char
		*tree; /* as an experiment's source; NULL: the git tree around the current folder */
	const char *base;     /* ref of the tree, or NULL */
	char *const *changes; /* as change_read_all() takes them; none: what the tree has now */
	const char *setup;
	char *const *under; /* series of both kernels, below the change; NULL: none */
	char *const *over;  /* and above it; NULL: "mainline" */
	bool host_only, guest_only;
	bool each;	  /* a setup for each patch with those before it */
	bool has_program; /* the workload is going to be one: no settings of bm */
};

/* The trials' experiments and patches: made/trials/try-HASH16/. */
extern const struct store trial_store;

/*
 * Writes the experiment, unless the same one is there, and notes what it compares. *file: its path,
 * to be freed with g_free(). Errors: those of change_read_all() and of git; -EINVAL: options that
 * contradict each other, or nothing that has changed; -ENOENT: no such base in the tree.
 */
int trial_make(const struct trial_options *options, char **file);

#endif

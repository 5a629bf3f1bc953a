// SPDX-License-Identifier: GPL-2.0-or-later
/* The source that a change is made to. */
#ifndef TRIAL_BASE_H
#define TRIAL_BASE_H

#include "change/change.h"
#include "trial/trial.h"

struct base {
	char *tree;   /* folder of a git tree, or NULL: the source is something else */
	char *commit; /* 40 hex digits or more, NULL without a tree */
	char *source; /* as an experiment calls it */
};

/* Finds the tree that the options name. The caller calls base_clear(), also after an error.
 * -EINVAL: the current folder is in no git tree. */
int base_open(const struct trial_options *options, struct base *base);

/* Finds the commit: the options', else `said`, a mail's (or NULL), else HEAD. -ENOENT: the tree
 * does not have it; -EINVAL: a ref for a source that is no git tree. */
int base_choose(const struct trial_options *options, const char *said, struct base *base);

/*
 * What the work tree has now over the base, committed and not, as one change. The caller releases
 * it with change_clear(), also after an error. -EINVAL if that is nothing.
 */
int base_now(const struct base *base, struct change *change);

void base_clear(struct base *base);

#endif

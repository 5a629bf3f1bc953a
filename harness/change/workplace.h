// SPDX-License-Identifier: GPL-2.0-or-later
/* A folder for what git writes on the way, which is gone afterwards, also after Ctrl-C. */
#ifndef CHANGE_WORKPLACE_H
#define CHANGE_WORKPLACE_H

#include "kernel/guard.h"

struct workplace {
	struct guard guard;
	char *folder;
};

/* Holds Ctrl-C back, so guard_check() must be asked during long work. 0, or -errno with nothing to
 * close. */
int workplace_open(struct workplace *workplace);

/* Removes the folder. Returns err with its text, or -EINTR if a signal was held back. */
int workplace_close(struct workplace *workplace, int err);

#endif

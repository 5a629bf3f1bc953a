// SPDX-License-Identifier: GPL-2.0-or-later
/* Ctrl-C during a build: held back until what was half made is removed. */
#ifndef KERNEL_GUARD_H
#define KERNEL_GUARD_H

#include <signal.h>
#include <stdbool.h>

struct guard {
	sigset_t held; /* the signals that were not held back before */
};

/* From here SIGINT, SIGTERM and SIGHUP wait; programs that are started get them as ever. */
void guard_begin(struct guard *guard);

/* -EINTR if one of them waits, else 0. */
int guard_check(void);

/* Lets them through again; one that waited has become guard_check()'s -EINTR and does not strike.
 */
void guard_end(const struct guard *guard);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds back Ctrl-C during a build, until what is half made has been removed. */
#ifndef KERNEL_GUARD_H
#define KERNEL_GUARD_H

#include <signal.h>
#include <stdbool.h>

struct guard {
	sigset_t held; /* the signals that were not held back before */
};

/* From here on SIGINT, SIGTERM and SIGHUP stay pending. Programs that are started still get them.
 */
void guard_begin(struct guard *guard);

/* -EINTR if one of them waits, else 0. */
int guard_check(void);

/* Discards those that are pending, which guard_check() has turned into -EINTR, and unblocks them.
 */
void guard_end(const struct guard *guard);

#endif

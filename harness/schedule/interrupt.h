// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns Ctrl-C and the like into something to poll() for. */
#ifndef SCHEDULE_INTERRUPT_H
#define SCHEDULE_INTERRUPT_H

#include <signal.h>

struct interrupt {
	int fd; /* readable when SIGINT, SIGTERM or SIGHUP came */
	sigset_t before;
};

/* Blocks SIGINT, SIGTERM and SIGHUP, unless they are ignored, and opens fd. interrupt_end() is for
 * the caller after success only. 0 or -errno. */
int interrupt_begin(struct interrupt *interrupt);
/* Discards pending ones, and unblocks them. */
void interrupt_end(struct interrupt *interrupt);

/* The signal that came, or 0. Does not block. */
int interrupt_taken(const struct interrupt *interrupt);

/* For a forked child: signals have their default action again, and the old mask. */
void interrupt_leave(const struct interrupt *interrupt);

#endif

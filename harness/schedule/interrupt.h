// SPDX-License-Identifier: GPL-2.0-or-later
/* Ctrl-C and its like as something to poll() for, instead of something that strikes anywhere. */
#ifndef SCHEDULE_INTERRUPT_H
#define SCHEDULE_INTERRUPT_H

#include <signal.h>

struct interrupt {
	int fd; /* readable when SIGINT, SIGTERM or SIGHUP came */
	sigset_t before;
};

int interrupt_begin(struct interrupt *interrupt);
void interrupt_end(struct interrupt *interrupt);

/* The signal that came, or 0. Does not block. */
int interrupt_taken(const struct interrupt *interrupt);

/* In a forked child: signals act as they did before interrupt_begin(), all by default. */
void interrupt_leave(const struct interrupt *interrupt);

#endif

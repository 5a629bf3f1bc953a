// SPDX-License-Identifier: GPL-2.0-or-later
/* One spinner of the lowest priority on each host CPU: the simulated host's idle time. */
#ifndef HOST_BALLAST_H
#define HOST_BALLAST_H

#include <glib.h>

/*
 * With icount all host CPUs share one clock, and an idle CPU gives its share of virtual time to the
 * others: a blocked vCPU would cost nothing. A spinner that is always there to run makes every CPU
 * use up its share, as real cores do.
 */
struct ballast {
	GArray *pids; /* of pid_t; NULL: not started */
};

/* Starts a spinner on each CPU of the host; returns when all have their CPU and their priority. 0,
 * or -errno with none left. */
int ballast_start(struct ballast *ballast);
/* Ends them; does nothing if there are none. */
void ballast_stop(struct ballast *ballast);

#endif

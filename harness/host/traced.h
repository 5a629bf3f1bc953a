// SPDX-License-Identifier: GPL-2.0-or-later
/* The trace of a traced run: what its balance sheet and its time series are made of. */
#ifndef HOST_TRACED_H
#define HOST_TRACED_H

#include "host/ballast.h"
#include "host/guest.h"
#include "host/swap.h"

#include <jansson.h>
#include <stdint.h>

struct traced {
	GArray *emulator, *ballast; /* of pid_t; NULL: not known yet */
};

/* Sets up the trace, not tracing yet, for a guest whose vCPUs are known. 0 or -errno. */
int traced_prepare(const struct guest *guest, const struct swap *swap);

/* Called before the window, and before anything is started for it; just after the window. 0 or
 * -errno. */
int traced_open(struct traced *traced, const struct guest *guest);
int traced_close(struct traced *traced, const struct guest *guest, const struct ballast *ballast);

/*
 * Makes the balance sheet and the series (balance.h) of the window from opened_ns to closed_ns
 * (clock_now()): new references, NULL after an error. 0 or -errno.
 */
int traced_read(const struct traced *traced, const struct guest *guest, uint64_t opened_ns,
		uint64_t closed_ns, json_t **balance, json_t **series);

/* Removes the trace, if there is one. */
void traced_clear(struct traced *traced);

#endif

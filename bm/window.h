// SPDX-License-Identifier: GPL-2.0-or-later
// The measured window: from the threads' start until they are asked to stop.
#ifndef BM_WINDOW_H
#define BM_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock.h"
#include "cpus.h"
#include "threads.h"

struct sample {
	uint64_t at_ns;	     /* since the window's start */
	struct tally tally;  /* since the window's start */
	uint64_t *occupancy; /* ticks by thread and vCPU since the window's start */
};

struct window {
	struct clock_rate length;
	struct sample *samples;
	size_t sample_count;
	bool reads_cpus;
	struct cpus cpus; /* if they are read */
};

/*
 * Makes room for what @options ask for, and reads the CPUs' times: between "start" and the threads'
 * start nothing must happen that can wait. Returns 0 or -errno with a line on stderr; @window is
 * never freed, it lives as long as the process.
 */
int window_prepare(struct window *window, const struct team *team, const struct options *options);

/*
 * Starts the team, sleeps for the window's length and stops the team. The calling thread only
 * sleeps and takes samples, and reads the CPUs' times just after the window. Returns 0
 * or -errno with a line on stderr.
 */
int window_run(struct window *window, struct team *team, const struct options *options);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps a machine under gdb exact: answers for gdb where preload/lockstep.c waits for the monitor.
 */
#ifndef INSPECT_PULSE_H
#define INSPECT_PULSE_H

#include "qemu/machine.h"

#include <stdbool.h>

/*
 * lockstep.so takes what gdb sends for a request of the monitor, and holds the CPUs back until the
 * monitor has answered one, or for a second. Nobody else uses the monitor. So it is asked something
 * as long as the machine stands; the answer that says that it runs is the one that sets its CPUs
 * free, as that of "cont" does in a run. While it runs nothing is asked: that would let QEMU's main
 * thread act beside the CPUs, and real time in.
 */
struct pulse {
	const struct machine *machine;
	bool stands;
	long ticks; /* CPU time at the last look */
};

/* The machine stands, with its monitor open. */
void pulse_begin(struct pulse *pulse, const struct machine *machine);

/* To be called some times a second. */
void pulse_look(struct pulse *pulse);

/* Lets the main thread of a running machine act once, for gdb's Ctrl-C; the run is not exact any
 * more. */
void pulse_nudge(struct pulse *pulse);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the host's KVM does for its guests, by its tracepoints. */
#ifndef GUEST_LINUX_TRACE_H
#define GUEST_LINUX_TRACE_H

#include <stdbool.h>
#include <stdint.h>

struct trace_counts {
	unsigned int tried;    /* kvm_try_async_get_page */
	unsigned int reported; /* the guest was told that a page is missing */
	unsigned int halted;   /* it was not, and the vCPU halted */
	unsigned int completed;
	unsigned int ready; /* the guest was told that a page is there */
	unsigned int broadcasts;
	unsigned int msr_writes;  /* of MSR_KVM_ASYNC_PF_EN, by guests */
	unsigned int msr_enabled; /* those of them that switch it on */
	unsigned int msr_kernel;  /* those of them with bit 1 */
	uint64_t msr_last;
	unsigned int nested; /* exits of a nested guest with a reported page's token */
};

/* Empties the buffer and starts. False: a host without these tracepoints; only the MSR's is used.
 */
bool trace_start(void);

/* Looks at the exits of nested guests as well, until it is told not to. */
void trace_nested(bool on);

/* What has been seen since the start. */
void trace_read(struct trace_counts *counts);

/*
 * The same, at once, of pages reported, ready and completed, and of halts alone. To read the trace
 * takes seconds: what it tells of pages on their way is over by then.
 */
void trace_glance(struct trace_counts *counts);

/* Writes counts as a comment. */
void trace_note(const struct trace_counts *counts);

/* Writes the last @lines lines as comments. */
void trace_show(unsigned int lines);

void trace_stop(void);

#endif

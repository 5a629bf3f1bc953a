// SPDX-License-Identifier: GPL-2.0-or-later
/* A recorded run, made again under gdb. */
#ifndef INSPECT_DEBUG_H
#define INSPECT_DEBUG_H

#include <stdbool.h>

struct debug_options {
	bool start;	   /* stop at the start, whatever the record says */
	bool gdb;	   /* run gdb here */
	unsigned int jobs; /* make -j of kernels that are not in the cache */
};

/*
 * Finds what the run of the record was made of, as verify does, starts it again, prints how gdb
 * gets at it, and waits until it or gdb has ended; then prints how it ended. record: the file of a
 * record in a campaign, or CAMPAIGN/RUN. -ENOPKG: an input or the symbols are missing; -EINTR after
 * Ctrl-C; errors of verify_open() and visit_begin().
 */
int debug_record(const char *record, const struct debug_options *options);

#endif

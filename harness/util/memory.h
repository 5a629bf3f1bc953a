// SPDX-License-Identifier: GPL-2.0-or-later
/* How much memory this machine has, and whether an experiment's runs fit into it. */
#ifndef UTIL_MEMORY_H
#define UTIL_MEMORY_H

#include <stdint.h>

struct memory { /* bytes; UINT64_MAX: unknown */
	uint64_t total;
	uint64_t available; /* without swapping */
};

/* Of this machine, from /proc/meminfo. */
struct memory memory_read(void);

/* Of such a file's text. */
struct memory memory_parse(const char *text);

/*
 * One run of the setup needs so many bytes. -EINVAL with both sizes when the machine does not have
 * them at all; a warning when others use too much of them now.
 */
int memory_check(const struct memory *memory, const char *setup, uint64_t need);

#endif

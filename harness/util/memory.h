// SPDX-License-Identifier: GPL-2.0-or-later
/* How much memory this machine has, and whether an experiment's runs fit into it. */
#ifndef UTIL_MEMORY_H
#define UTIL_MEMORY_H

#include <stdint.h>

struct memory { /* bytes; UINT64_MAX: unknown */
	uint64_t total;
	uint64_t available; /* without swapping */
};

/* Reads /proc/meminfo. */
struct memory memory_read(void);

/* Parses the text of /proc/meminfo. */
struct memory memory_parse(const char *text);

/*
 * Checks that a run of the setup, which needs `need` bytes, fits. -EINVAL with both sizes if the
 * machine has too little memory; a warning if others use too much of it now.
 */
int memory_check(const struct memory *memory, const char *setup, uint64_t need);

#endif

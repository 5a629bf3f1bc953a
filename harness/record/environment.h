// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine that a campaign ran on: part of a record's circumstances. */
#ifndef RECORD_ENVIRONMENT_H
#define RECORD_ENVIRONMENT_H

#include <jansson.h>

/* A new object {"cpu", "cores", "memory_bytes", "kernel", "distribution", "load": [1, 5, 15 min]};
 * null for a value that cannot be read. */
json_t *environment_machine(void);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The machine on which a campaign ran: part of a record's circumstances. */
#ifndef RECORD_ENVIRONMENT_H
#define RECORD_ENVIRONMENT_H

#include <jansson.h>

/* {"cpu", "cores", "memory_bytes", "kernel", "distribution", "load": []}; null: cannot be read. */
json_t *environment_machine(void);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a record stays in memory. */
#ifndef CAMPAIGN_LEAN_H
#define CAMPAIGN_LEAN_H

#include "workload/workload.h"

#include <jansson.h>

/*
 * Drops what no report of the workload reads and takes most of the room, so that ten thousand
 * records fit into memory. For records that are not written again.
 */
void lean_record(json_t *record, const struct workload *workload);

#endif

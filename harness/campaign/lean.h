// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a record stays in memory. */
#ifndef CAMPAIGN_LEAN_H
#define CAMPAIGN_LEAN_H

#include "workload/workload.h"

#include <glib.h>
#include <jansson.h>

/*
 * A record's text with null in place of most of what lean_record() drops, before it costs the time
 * of being parsed. Whether what was dropped was JSON is not looked at, but for its brackets and
 * texts; a text that is cut off stays one that is no JSON. Free with g_string_free().
 */
GString *lean_text(const char *text, size_t length, const struct workload *workload);

/*
 * Drops what no report of the workload reads and takes most of the room, so that ten thousand
 * records fit into memory. For records that are not written again.
 */
void lean_record(json_t *record, const struct workload *workload);

/* Makes the record use the other's inputs where they are equal, as most of a campaign's are. */
void lean_share(json_t *record, const json_t *other);

#endif

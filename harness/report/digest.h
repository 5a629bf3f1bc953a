// SPDX-License-Identifier: GPL-2.0-or-later
/* One setup's records as numbers. */
#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H

#include "report/report.h"

/* A setup without records: nothing is known of it. Free with digest_free(). */
struct report_setup *digest_new(const char *name, bool is_payload);

/*
 * Counts setup->records, of which `planned` are wanted, and unless they are of a payload averages
 * the valid ones; ratios stay NAN. first: the campaign's first valid record, which all have to be
 * comparable with, or NULL. -EINVAL names a record's lack.
 */
int digest_setup(struct report_setup *setup, const json_t *first, uint64_t planned);
void digest_free(struct report_setup *setup);

/* "pv boot 2 run 1", for messages. Free with g_free(). */
char *digest_run_name(const json_t *record);

#endif

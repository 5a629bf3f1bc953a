// SPDX-License-Identifier: GPL-2.0-or-later
/* One setup's records as numbers. */
#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H

#include "report/report.h"

/*
 * Counts the records of the setup and, unless they are of a payload, averages them; ratios stay
 * NAN. -EINVAL names a record's lack.
 */
int digest_setup(const struct campaign *campaign, const char *name, bool is_payload,
		 struct report_setup **setup);
void digest_free(struct report_setup *setup);

/* "pv boot 2 run 1", for messages. Free with g_free(). */
char *digest_run_name(const json_t *record);

#endif

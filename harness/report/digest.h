// SPDX-License-Identifier: GPL-2.0-or-later
/* One setup's records as numbers. */
#ifndef REPORT_DIGEST_H
#define REPORT_DIGEST_H

#include "report/report.h"

/* Counts that a record may lack (counters off, null in cgroup v1). */
struct digest_count {
	const char *name, *head, *unit; /* of a column (model.h) that shows a run's */
	int decimals;
	const char *path; /* in a record's result */
	double scale;	  /* from the record's number to the unit */
	size_t offset;	  /* in struct report_setup: their mean over boots, a double */
};

/* Ends with a row without a name. */
extern const struct digest_count digest_counts[];

/* A setup without records, all figures unknown. Free with digest_free(), which ignores NULL. */
struct report_setup *digest_new(const char *name, const struct workload *workload, bool is_payload);

/*
 * Counts setup->records (planned: how many there should be) and averages the valid ones unless they
 * are of a payload. Ratios stay NAN. first: the campaign's first valid record, with which all must
 * be comparable, or NULL. -EINVAL names the record that lacks a figure, and the figure.
 */
int digest_setup(struct report_setup *setup, const json_t *first, uint64_t planned);
void digest_free(struct report_setup *setup);

/* "pv boot 2 run 1", for messages. Free with g_free(). */
char *digest_run_name(const json_t *record);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What becomes of a finished run: its record on disk, judged, and its line on the screen. */
#ifndef SCHEDULE_OUTCOME_H
#define SCHEDULE_OUTCOME_H

#include "experiment/plan.h"

#include <jansson.h>

/* Is this error the host's or guest's failure, to be counted, and not the machine's? */
bool outcome_is_failure(int err);

/*
 * Judges and saves what a testbed handed over, filling in circumstances that it left out; an
 * invalid one gets the tail of console.log in the folder logs.
 * -ESTALE when records in the folder were made with another QEMU or bm, or those of this setup with
 * other kernels, files or another command line of its host.
 */
int outcome_save(const char *folder, const struct plan_run *run, json_t *record, const char *logs,
		 unsigned int order, double seconds);

/*
 * The short class of a failure's text, for determined.invalid_reasons: its first line without the
 * run's name, paths, and figures of this machine. Free with g_free().
 */
char *outcome_class(const char *reason, const struct plan_run *run);

/*
 * Saves an invalid record without a result, with the same tail; the whole reason goes into its
 * circumstances.
 */
int outcome_save_failure(const char *folder, const struct plan_run *run, const char *reason,
			 const char *logs, unsigned int order, double seconds);

/* "work 5472 M, 29.6 k accesses", "12 passed, 0 failed, 1 skipped" or "INVALID: reason; reason".
 * Free with g_free(). */
char *outcome_text(const json_t *record);

bool outcome_is_valid(const json_t *record);

#endif

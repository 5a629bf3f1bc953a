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
 */
int outcome_save(const char *folder, const struct plan_run *run, json_t *record, const char *logs,
		 unsigned int order, double seconds);

/* Why there is no result. */
struct outcome_failure {
	char *class;	/* short, the same on every machine: the record's reason */
	char *text;	/* all of it */
	json_t *inputs; /* `determined.inputs` */
};

/*
 * Takes text and class of the last error, each with place ("", or "preparation: ") before it, and
 * the reference to the inputs. outcome_failure_clear() frees them.
 */
void outcome_failure_take(struct outcome_failure *failure, const char *place, json_t *inputs);
void outcome_failure_clear(struct outcome_failure *failure);

/*
 * Saves an invalid record without a result, with the same tail: the class is its reason, the text
 * goes into its circumstances. order: nth to start in this campaign, from 1; 0: never started.
 * seconds: real time that it took. Errors of record_save().
 */
int outcome_save_failure(const char *folder, const struct plan_run *run,
			 const struct outcome_failure *failure, const char *logs,
			 unsigned int order, double seconds);

/* "work 5472 M, 29.6 k accesses", "12 passed, 0 failed, 1 skipped" or "INVALID: reason; reason".
 * Free with g_free(). */
char *outcome_text(const json_t *record);

bool outcome_is_valid(const json_t *record);

#endif

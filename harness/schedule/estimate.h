// SPDX-License-Identifier: GPL-2.0-or-later
/* How long the rest of a campaign will take, from the durations of similar tasks. */
#ifndef SCHEDULE_ESTIMATE_H
#define SCHEDULE_ESTIMATE_H

#include "schedule/task.h"

struct estimate;

/* An estimate that knows nothing yet. Free with estimate_free(). */
struct estimate *estimate_new(void);
void estimate_free(struct estimate *estimate);

/* Takes in that a task of this kind and setup took this many seconds. */
void estimate_learn(struct estimate *estimate, enum task_kind kind, const char *setup,
		    double seconds);

/* Seconds until all tasks are done, with `slots` side by side; NAN while a duration is unknown. */
double estimate_left(const struct estimate *estimate, const struct tasks *tasks,
		     unsigned int slots);

#endif

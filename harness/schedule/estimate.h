// SPDX-License-Identifier: GPL-2.0-or-later
/* How long the rest of a campaign will take, from what like tasks took. */
#ifndef SCHEDULE_ESTIMATE_H
#define SCHEDULE_ESTIMATE_H

#include "schedule/task.h"

struct estimate;

struct estimate *estimate_new(void);
void estimate_free(struct estimate *estimate);

/* A task of this kind and setup took so many seconds. */
void estimate_learn(struct estimate *estimate, enum task_kind kind, const char *setup,
		    double seconds);

/* Seconds until all tasks are done, `slots` going side by side; NAN while nothing is known. */
double estimate_left(const struct estimate *estimate, const struct tasks *tasks,
		     unsigned int slots);

#endif

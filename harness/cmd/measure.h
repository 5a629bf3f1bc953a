// SPDX-License-Identifier: GPL-2.0-or-later
/* What run and try do to measure: the missing runs, or as many boots as the intervals take. */
#ifndef CMD_MEASURE_H
#define CMD_MEASURE_H

#include "schedule/until.h"

#define MEASURE_MOST  40     /* boots per setup with until, if nobody says */
#define MEASURE_BOOTS 100000 /* as many as one can ask for */

/* Gives the experiment the boots that its campaign has grown to, and says so. */
void measure_adopt(const char *folder, struct experiment *experiment);

/*
 * Makes the runs: with until->half_width 0 as schedule_run(), else as schedule_until(), for the
 * ratios of options->only. -EOVERFLOW, with no text: made, but the intervals are wider than asked
 * for.
 */
int measure(struct experiment *experiment, const struct testbed *testbed, const char *folder,
	    const struct schedule_options *options, const struct until *until);

#endif

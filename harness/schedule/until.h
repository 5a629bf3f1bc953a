// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes runs of a campaign until its intervals are narrow enough. */
#ifndef SCHEDULE_UNTIL_H
#define SCHEDULE_UNTIL_H

#include "schedule/run.h"

struct until {
	double half_width;	 /* that every ratio's interval shall have at most, as a fraction */
	uint64_t most;		 /* boots per setup */
	const char *const *only; /* setups whose ratios count, or NULL: all with a baseline */
};

/*
 * As schedule_run(), with more and more boots of the experiment, which keeps their number. Looks at
 * the intervals' widths alone, never at what they contain. *reached: are they narrow enough? Errors
 * of schedule_run(), campaign_load() and report_make(); -EINVAL without a baseline; -EPROTO if a
 * setup has no interval, since its runs are invalid.
 */
int schedule_until(struct experiment *experiment, const struct testbed *testbed, const char *folder,
		   const struct schedule_options *options, const struct until *until,
		   bool *reached);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Holds a campaign's setups against those of another campaign, or of its own. */
#ifndef REPORT_AGAINST_H
#define REPORT_AGAINST_H

#include "report/side.h"

/*
 * Turns side->report into a comparison: it keeps the setups that have a partner on the other side,
 * and their ratios are to these, which other->report owns; so both sides must live as long. Setups
 * are partners by their names, or one of each side is: the one that is named, or the only one. What
 * differs between both sides goes to report->differences, who has no partner to the notes.
 *
 * -EINVAL: no partners, another workload, or records that cannot be compared, for which `force` is
 * no remedy unless the text says so.
 */
int against_apply(struct side *side, const struct side *other, bool force);

#endif

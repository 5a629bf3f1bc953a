// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether a folder is ours: nothing is written or removed in somebody else's. */
#ifndef SCHEDULE_CLAIM_H
#define SCHEDULE_CLAIM_H

/*
 * 0 if path is missing, empty, a campaign (its mark is experiment.json), or the start of one that
 * was killed, and none of a campaign's names in it is a link to elsewhere. Changes nothing. -EINVAL
 * says what is in the way; -errno: it cannot be read.
 */
int claim_check(const char *path);

/*
 * Removes half-written files that a killed process of ours left in the folder, known by their
 * names. For folders that claim_check() accepted. 0 or -errno.
 */
int claim_sweep(const char *path);

#endif

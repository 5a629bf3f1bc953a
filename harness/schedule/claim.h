// SPDX-License-Identifier: GPL-2.0-or-later
/* Whose is a campaign's folder? Nothing is written or removed in somebody else's. */
#ifndef SCHEDULE_CLAIM_H
#define SCHEDULE_CLAIM_H

/*
 * 0 when path is missing, empty, a campaign (its mark is experiment.json), or the beginning of one
 * that was killed, and what a campaign has in it is no link to elsewhere. Changes nothing. -EINVAL
 * says what is in the way.
 */
int claim_check(const char *path);

/*
 * Removes half-written files that a killed process of ours left in the folder, known by their
 * names. For folders that claim_check() took.
 */
int claim_sweep(const char *path);

#endif

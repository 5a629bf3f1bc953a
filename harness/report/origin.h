// SPDX-License-Identifier: GPL-2.0-or-later
/* What the numbers of a table were measured on. */
#ifndef REPORT_ORIGIN_H
#define REPORT_ORIGIN_H

#include "report/report.h"

/* Digits of a hash that are shown: enough for people to compare. */
#define ORIGIN_HASH 12

/*
 * Fills report->origin: one line per kernel and setup of experiment.json, with the hashes from the
 * setup's records, and one with the versions that occur in the records. Never fails.
 */
void origin_make(const struct campaign *campaign, struct report *report);

/*
 * The different texts at the path in the records, in order: "a, b"; "-" without any. digits: how
 * many of each to keep, 0: all. Free with g_free().
 */
char *origin_values(const GPtrArray *records, const char *path, gsize digits);

#endif

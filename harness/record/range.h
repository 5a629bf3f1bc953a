// SPDX-License-Identifier: GPL-2.0-or-later
/* The figures of a record that are used: where they are and what they may be. */
#ifndef RECORD_RANGE_H
#define RECORD_RANGE_H

#include "workload/workload.h"

#include <jansson.h>

/*
 * The first figure of a record of the workload that cannot be meant, in words:
 * "\"determined.result.work\" is no whole number from 0 to 9007199254740992"; NULL if there is
 * none. Free with g_free().
 */
char *range_fault(const json_t *record, const struct workload *workload);

#endif

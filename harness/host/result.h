// SPDX-License-Identifier: GPL-2.0-or-later
/* A run's result as the record has it. */
#ifndef HOST_RESULT_H
#define HOST_RESULT_H

#include "host/run.h"

#include <jansson.h>

/*
 * "result" of record/record.h, whatever point the run has come to: what it did not find out is
 * null. failure: NULL, or why it did not come to its end; then the guest's last console lines are
 * in "guest_console".
 */
json_t *result_make(const struct run *run, const char *failure);

#endif

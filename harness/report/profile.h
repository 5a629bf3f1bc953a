// SPDX-License-Identifier: GPL-2.0-or-later
/* A profiled run as text: what the host executed, and why the guest exited. */
#ifndef REPORT_PROFILE_H
#define REPORT_PROFILE_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Prints the profile of a record from record_load(): for each kind of thread its share and its
 * hottest symbols, `top` at most, then the exits by reason, `top` at most. name: the run's. -EINVAL
 * if the run was not profiled, -EPROTO if it failed before it had samples. The caller checks
 * ferror(out).
 */
int profile_print(const char *name, const json_t *record, uint64_t top, FILE *out);

#endif

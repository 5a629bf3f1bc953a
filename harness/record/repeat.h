// SPDX-License-Identifier: GPL-2.0-or-later
/* How a repeated run compares with the record of the first. */
#ifndef RECORD_REPEAT_H
#define RECORD_REPEAT_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/*
 * The first value of `determined` but its inputs that differs, as "determined.result.work: 1 -> 2";
 * NULL if there is none. What only the new record has is not compared: later versions add members.
 * *more: how many further ones differ. Free with g_free().
 */
char *repeat_difference(const json_t *record, const json_t *again, guint *more);

/*
 * The recorded inputs that differ now, as "host_kernel: 1234 -> 5678": char *, freed with the
 * array, which is the caller's. was, now: `determined.inputs` of the record and of the repetition,
 * or what is known of the latter before it is made (early): then what it lacks does not differ.
 * What the record lacks cannot differ. The hash of the preparation, which is made of the others, is
 * there only if no other differs.
 */
GPtrArray *repeat_inputs(const json_t *was, const json_t *now, bool early);

/*
 * Why a run here would be no repetition, with what to do: another version of QEMU. NULL: nothing is
 * in the way. now: as far as it is known. Free with g_free().
 */
char *repeat_obstacle(const json_t *was, const json_t *now);

#endif

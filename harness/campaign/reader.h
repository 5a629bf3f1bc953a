/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads many records, one after another; all CPUs parse ahead. */
#ifndef CAMPAIGN_READER_H
#define CAMPAIGN_READER_H

#include "workload/workload.h"

#include <glib.h>
#include <jansson.h>

/* Reads the files of these paths, char * elements that live as long as the reader, in this order.
 * Free with reader_free(). */
struct reader *reader_new(const GPtrArray *paths, const struct workload *workload);

/*
 * The next one, made by lean_text() and checked by record_check(). At most once for each path.
 * Errors: those of record_load(). json_decref() *record, which is NULL after an error.
 */
int reader_next(struct reader *reader, json_t **record);

void reader_free(struct reader *reader);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* A run on trial: its figures, and what has been found so far. */
#ifndef WORKLOAD_JUDGEMENT_H
#define WORKLOAD_JUDGEMENT_H

#include <jansson.h>

struct judgement {
	const json_t *determined; /* of the record */
	const json_t *result;	  /* in it */
	json_t *reasons;	  /* list of texts: why the run is no result */
	json_t *notes;		  /* list of texts: what a reader must know */
};

/* Adds a reason, by which the run is invalid; takes printf arguments. */
void judgement_refuse(struct judgement *judgement, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds a note; takes printf arguments. */
void judgement_note(struct judgement *judgement, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif

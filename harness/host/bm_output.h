// SPDX-License-Identifier: GPL-2.0-or-later
/* What bm says, line by line. */
#ifndef HOST_BM_OUTPUT_H
#define HOST_BM_OUTPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum bm_line {
	BM_OTHER,
	BM_READY,  /* prefaulted, waits at the gate */
	BM_START,  /* the window begins */
	BM_WORKER, /* value: one worker's count */
	BM_TOTAL,  /* value: the sum; the window has ended */
	BM_EXIT,   /* value: exit status, 128 + signal when killed; nothing follows */
};

/* Which line it is; *value is set where the kind has one. */
enum bm_line bm_line_parse(const char *line, uint64_t *value);

/* bm's own JSON if the line is that (an object with "schema_version"), else NULL. */
json_t *bm_json_parse(const char *line);

#endif

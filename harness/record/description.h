// SPDX-License-Identifier: GPL-2.0-or-later
/* The run description: what the harness tells the runner inside the host, by fw_cfg. */
#ifndef RECORD_DESCRIPTION_H
#define RECORD_DESCRIPTION_H

#include "experiment/settings.h"

/* Always this long, blanks at the end: a fork gives fw_cfg the lengths of its preparation. */
#define DESCRIPTION_SIZE	4096
#define DESCRIPTION_FW_CFG_NAME "opt/apfbench/run"

/* Lines of the host's console that the harness acts upon; each begins a line. */
#define CONSOLE_PREPARED "apfbench: prepared"	   /* printed just before the host is quiesced */
#define CONSOLE_OPENED	 "apfbench: window opens"  /* said just before anything is counted */
#define CONSOLE_CLOSED	 "apfbench: window closed" /* nothing is counted any more */
#define CONSOLE_RECORDED "apfbench: recorded"	   /* the record is whole: the host may be ended */
#define CONSOLE_FAILED	 "apfbench: failed: "	   /* followed by the reason; maybe no record */

struct description {
	struct settings settings;
	uint64_t boot_seed;
	uint64_t seed; /* of the run: random()'s */
	bool snapshot; /* quiesce when prepared (sim) */
};

void description_clear(struct description *description);

/* JSON padded to DESCRIPTION_SIZE (no NUL); -E2BIG. */
int description_write(const struct description *description, char buffer[DESCRIPTION_SIZE]);

/*
 * Takes description_write()'s bytes back; blanks and line ends may follow. -EINVAL: the member that
 * is unknown, missing or of the wrong type. description_clear() is the caller's after success only.
 */
int description_read(const char *text, size_t length, struct description *description);

#endif

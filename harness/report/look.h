/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How text for people is set: its width, and whether verdicts have colours. */
#ifndef REPORT_LOOK_H
#define REPORT_LOOK_H

#include <stdbool.h>
#include <stddef.h>

#define LOOK_LEAST 40 /* columns; narrower tables would have no room for a name and a figure */

struct look {
	size_t width; /* columns, LOOK_LEAST at least */
	bool colours; /* with escape sequences of terminals */
};

/* What does not depend on a terminal: 100 columns, no colours. */
extern const struct look look_plain;

#endif

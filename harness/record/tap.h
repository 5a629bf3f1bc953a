// SPDX-License-Identifier: GPL-2.0-or-later
/* What a payload's output says in the Test Anything Protocol. */
#ifndef RECORD_TAP_H
#define RECORD_TAP_H

#include <glib.h>

struct tap {
	guint passed, failed,
		skipped;     /* skipped ones have passed in the protocol's eyes, not here */
	guint planned;	     /* by all its "1..N" lines; 0: it has none */
	GPtrArray *failures; /* char *: the lines "not ok ..." */
};

/* Other lines (diagnostics, indented subtests, a kernel's words) count nothing. */
void tap_read(const char *output, struct tap *tap);
void tap_clear(struct tap *tap);

#endif

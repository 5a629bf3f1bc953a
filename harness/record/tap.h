// SPDX-License-Identifier: GPL-2.0-or-later
/* A payload's results in the Test Anything Protocol. */
#ifndef RECORD_TAP_H
#define RECORD_TAP_H

#include <glib.h>

struct tap {
	guint passed, failed, skipped; /* passed by the protocol's rules, not here */
	guint planned;		       /* sum of all "1..N" lines; 0: there is none */
	GPtrArray *failures;	       /* the lines "not ok ...": char *, freed with it */
};

/* Fills *tap, whose old contents are not freed: tap_clear() frees it. Other lines (diagnostics,
 * indented subtests, kernel messages) are ignored. */
void tap_read(const char *output, struct tap *tap);
void tap_clear(struct tap *tap);

#endif

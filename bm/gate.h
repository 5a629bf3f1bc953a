// SPDX-License-Identifier: GPL-2.0-or-later
// The gate between the prefault and the window: bm waits there for a line that starts the window.
#ifndef BM_GATE_H
#define BM_GATE_H

#include "options.h"

/*
 * Prints "ready" and reads one line "SEED SECONDS[ traced][ place LIST]" from stdin into @options;
 * LIST is what --place takes. Returns 0, -EPROTO for any other line (or none), -errno for a failed
 * read or write; with a line on stderr.
 */
int gate_pass(struct options *options);

#endif

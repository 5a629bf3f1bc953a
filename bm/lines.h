// SPDX-License-Identifier: GPL-2.0-or-later
// The reference's lines on stdout.
#ifndef BM_LINES_H
#define BM_LINES_H

#include "options.h"
#include "threads.h"

/* Both print into stdout's buffer. */
void lines_print_options(const struct options *options);
void lines_print_result(const struct team *team);

/*
 * Flushes stdout. Waits until a serial port has sent everything, so that nothing is sent during
 * the window. Returns 0 or -errno with a line on stderr.
 */
int lines_flush(void);

#endif

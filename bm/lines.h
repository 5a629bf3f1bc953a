// SPDX-License-Identifier: GPL-2.0-or-later
// The reference's lines on stdout.
#ifndef BM_LINES_H
#define BM_LINES_H

#include "options.h"
#include "threads.h"

/* Into stdout's buffer, as lines_print_result(). */
void lines_print_options(const struct options *options);
void lines_print_result(const struct team *team);

/*
 * Brings all that was printed to its reader; a serial port has sent it when this returns, so that
 * nothing is left to be sent in the window. Returns 0 or -errno with a line on stderr.
 */
int lines_flush(void);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* What a person sees while work goes on: a live line on a terminal, plain lines in a pipe. */
#ifndef UTIL_PROGRESS_H
#define UTIL_PROGRESS_H

#include <stdbool.h>

/* All of it goes to stderr; quiet keeps warnings. */
void progress_set_quiet(bool quiet);

/* A lasting line ("kernel mainline: built in 6 min 02 s"). */
void progress_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "apfbench: warning: ..." as a lasting line, also when quiet. */
void progress_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The live line: replaced in place on a terminal (cut to its width), dropped in a pipe. Call as
 * often as liked; it redraws at most some times a second.
 */
void progress_live(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Removes the live line. */
void progress_clear(void);

#endif

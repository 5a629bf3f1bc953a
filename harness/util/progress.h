// SPDX-License-Identifier: GPL-2.0-or-later
/* Progress for people: a live line on a terminal, plain lines in a pipe. */
#ifndef UTIL_PROGRESS_H
#define UTIL_PROGRESS_H

#include <stdbool.h>

/* Everything goes to stderr. quiet: warnings only. */
void progress_set_quiet(bool quiet);

/* A lasting line ("kernel mainline: built in 6 min 02 s"). */
void progress_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "apfbench: warning: ..." as a lasting line, also when quiet. */
void progress_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The live line: replaced in place on a terminal (cut to its width), dropped in a pipe. May be
 * called often: it redraws at most five times a second.
 */
void progress_live(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Removes the live line. */
void progress_clear(void);

#endif

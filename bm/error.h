// SPDX-License-Identifier: GPL-2.0-or-later
// How bm says what went wrong: one line on stderr.
#ifndef BM_ERROR_H
#define BM_ERROR_H

/* Exit statuses. */
enum {
	BM_OK = 0,
	BM_FAILED = 1, /* the system refused something, or a file could not be written */
	BM_USAGE = 2,  /* a bad option, or a bad line at the gate */
};

/* Prints "bm: ", the text and a newline on stderr, in one write. */
void error_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same with ": " and the text of @error (a positive errno) at the end. */
void error_print_errno(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

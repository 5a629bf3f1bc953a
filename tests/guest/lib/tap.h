/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that report by the Test Anything Protocol, each in a process of its
 * own. */
#ifndef LIB_TAP_H
#define LIB_TAP_H

#include <stdbool.h>
#include <stddef.h>

struct tap_test {
	const char *name; /* of the series' test plan; every line begins with it */
	void (*run)(void);
};

/* One line: ok or not ok, and what was looked at. Returns @ok. */
bool tap_check(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A line that is not a result. */
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The test cannot go on: not ok, and the process ends. */
void tap_fail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* The test does not apply to this machine: ok with a SKIP, and the process
 * ends. */
void tap_skip(const char *reason) __attribute__((noreturn));

/* Runs one test in this process. Exit status: 0 if all is ok, 1 if not. */
int tap_run(const struct tap_test *test);

/*
 * A main function. "--list" prints the names of the tests, names run those, and
 * no argument runs all. Each is a child process with TAP_SECONDS to live. Exit
 * status: 0 if all is ok, 1 if not, 2 for a name that there is not.
 */
int tap_main(int argc, char **argv, const struct tap_test *tests, size_t count);

#define TAP_SECONDS 60

/* Tests of programs that set it before they call tap_main() live so long. */
extern int tap_seconds;

#endif

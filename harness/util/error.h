// SPDX-License-Identifier: GPL-2.0-or-later
/* Text and class of the last error: library code returns -errno and leaves the reason here. */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

/*
 * Contract of every function of the harness that can fail: 0 (or a count) on success, -errno on
 * failure, with one line recorded by error_set(): what failed, on which object, why, what to do.
 * The errno also chooses the exit status (util/status.c), so these have a fixed meaning:
 * - EINVAL: bad input, the user's file or option
 * - EPROTO: a host or guest failed (panic, bad log, no record): error_fail()
 * - ETIMEDOUT: a host or guest hung: error_fail()
 * - EBADMSG: a patch or kernel build failed
 * - ESTALE: a campaign's experiment has changed
 * - ENOPKG: a program or package is lacking
 * - EINTR: interrupted by a signal
 * - anything else: the machine refused (disk full, no permission, ...)
 */

/* Records the text and returns -errnum. Does not append strerror: say it in the text where it
 * helps. */
int error_set(int errnum, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* error_set() with ": strerror(errnum)" appended. */
int error_sys(int errnum, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * A host or guest failed: records class with the formatted details behind it as the text, and
 * returns -errnum. class is one line of plain words, the same on every machine (no path, no
 * measured figure): it becomes the reason in the run's record.
 */
int error_fail(int errnum, const char *class, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Records what another process recorded, class (or NULL) and text, and returns -errnum. */
int error_take(int errnum, const char *class, const char *text);

/*
 * Puts "text: " before the recorded text and returns err, for callers that know the object. The
 * class stays. Where err is no error (0 or more) nothing changes.
 */
int error_prefix(int err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The recorded text, never NULL; valid until the next function of this file that records one. */
const char *error_text(void);

/* The recorded class, valid as the text; NULL when the error is not from error_fail(). */
const char *error_class(void);

/*
 * For clean-up between a failure and its report: a copy of the recorded text and class. Pass it to
 * error_restore(), which frees it.
 */
char *error_keep(void);

/* Records the kept text and class again, frees kept, and returns err. */
int error_restore(int err, char *kept);

#endif

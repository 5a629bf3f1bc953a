// SPDX-License-Identifier: GPL-2.0-or-later
/* Why the run cannot go on: one line, which ends up in the run's record. */
#ifndef ADAPTER_FAILURE_H
#define ADAPTER_FAILURE_H

#define FAILURE_LENGTH 240

/* Keeps the text and returns -1. Bytes that are not printable ASCII become "?". */
int failure_set(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The text that was kept last, "" if none was. */
const char *failure_text(void);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a program in the guest may say of a metric. The adapter (adapter/) holds the program to it,
 * and the harness each record, which may be a stranger's.
 */
#ifndef WORKLOAD_PROGRAM_LIMITS_H
#define WORKLOAD_PROGRAM_LIMITS_H

#define PROGRAM_METRICS_MOST 32 /* of one run */

#define PROGRAM_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define PROGRAM_DIGITS	"0123456789"

/* A name begins with a letter. It becomes part of paths, columns and keys: no dot, no slash. */
#define PROGRAM_NAME_LENGTH 40
#define PROGRAM_NAME_BYTES  PROGRAM_LETTERS PROGRAM_DIGITS "_-"

#define PROGRAM_UNIT_LENGTH 16
#define PROGRAM_UNIT_BYTES  PROGRAM_LETTERS PROGRAM_DIGITS "%/_^.*-"

/* A value is 0, or in this range: ratios and their errors then stay finite, and whole numbers
 * exact. */
#define PROGRAM_VALUE_LEAST 1e-9
#define PROGRAM_VALUE_MOST  9007199254740992.0

#define PROGRAM_MORE "more"
#define PROGRAM_LESS "less"

#endif

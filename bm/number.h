// SPDX-License-Identifier: GPL-2.0-or-later
// Strict parsing of numbers: digits only, no sign, no blanks, nothing after them.
#ifndef BM_NUMBER_H
#define BM_NUMBER_H

#include <stdint.h>

/*
 * Reads the decimal digits at *@text and moves *@text past them. Returns 0, -EINVAL if there is
 * no digit, -ERANGE above 2^64 - 1.
 */
int digits_scan(const char **text, uint64_t *value);

/* Parses a whole number from @min to @max. Returns 0, -EINVAL or -ERANGE. */
int number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/*
 * Parses a number of bytes; K, M or G (or k, m, g) after the digits stands for 2^10, 2^20, 2^30.
 * Returns 0, -EINVAL or -ERANGE.
 */
int size_parse(const char *text, uint64_t *bytes);

/*
 * Parses seconds with up to nine decimals ("5", "0.25") into nanoseconds. Returns 0, -EINVAL or
 * -ERANGE.
 */
int duration_parse(const char *text, uint64_t *ns);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers, switches and sizes as people write them: strict parsing, printing, nearest names. */
#ifndef UTIL_UNITS_H
#define UTIL_UNITS_H

#include <stdbool.h>
#include <stdint.h>

/* A decimal number from min to max, without sign, blanks or anything behind it. -EINVAL names
 * `what`. */
int units_number(const char *what, const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* A finite number with an optional sign, fraction and exponent, nothing else. -EINVAL names `what`.
 */
int units_decimal(const char *what, const char *text, double *value);

/* The shortest text that units_decimal() reads back as the same number, which must be finite. Free
 * with g_free(). */
char *units_decimal_text(double value);

/* "true" or "false". -EINVAL names `what`; *value is then unchanged. */
int units_switch(const char *what, const char *text, bool *value);

/* Bytes from min to max, with an optional K, M, G or T (powers of 1024). -EINVAL names `what`. */
int units_size(const char *what, const char *text, uint64_t min, uint64_t max, uint64_t *bytes);

/* "512M", "2G", "1000": the shortest exact form that units_size() reads back. Free with g_free().
 */
char *units_size_text(uint64_t bytes);

/* For people: "1.4 GiB"; "2 min 05 s". Free with g_free(). */
char *units_size_human(uint64_t bytes);
char *units_duration_human(double seconds);

/* "" for one, "s" for any other count, to follow a noun. */
const char *units_plural(uint64_t count);

/* For "did you mean": the nearest of the NULL-terminated names by edit distance, one of them, or
 * NULL when none is near (distance above a third). */
const char *units_nearest(const char *name, const char *const names[]);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The decimal digits that a text begins with: the one place where they are parsed. */
#ifndef UTIL_DIGITS_H
#define UTIL_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Parses the digits at the start of text; *rest (may be NULL) points behind them. False if there
 * are none, or more than 64 bits hold.
 */
bool digits_parse(const char *text, uint64_t *value, const char **rest);

#endif

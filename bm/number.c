// SPDX-License-Identifier: GPL-2.0-or-later
// Strict parsing of numbers: digits only, no sign, no blanks, nothing after them.
#include "number.h"

#include <errno.h>

int digits_scan(const char **text, uint64_t *value)
{
	const char *p = *text;
	uint64_t sum = 0;

	if (*p < '0' || *p > '9')
		return -EINVAL;
	for (; *p >= '0' && *p <= '9'; p++) {
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, (uint64_t)(*p - '0'), &sum))
			return -ERANGE;
	}
	*text = p;
	*value = sum;
	return 0;
}

int number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
	int error = digits_scan(&text, value);

	if (error)
		return error;
	if (*text)
		return -EINVAL;
	return *value < min || *value > max ? -ERANGE : 0;
}

/* Returns the power of two that a suffix stands for, -1 if it is not a suffix. */
static int suffix_shift(const char *suffix)
{
	if (!suffix[0])
		return 0;
	if (suffix[1])
		return -1;
	switch (suffix[0]) {
	case 'K':
	case 'k':
		return 10;
	case 'M':
	case 'm':
		return 20;
	case 'G':
	case 'g':
		return 30;
	}
	return -1;
}

int size_parse(const char *text, uint64_t *bytes)
{
	int error = digits_scan(&text, bytes);
	int shift;

	if (error)
		return error;
	shift = suffix_shift(text);
	if (shift < 0)
		return -EINVAL;
	return __builtin_mul_overflow(*bytes, UINT64_C(1) << shift, bytes) ? -ERANGE : 0;
}

int duration_parse(const char *text, uint64_t *ns)
{
	uint64_t unit = 1000000000;
	int error = digits_scan(&text, ns);

	if (error)
		return error;
	if (__builtin_mul_overflow(*ns, unit, ns))
		return -ERANGE;
	if (!*text)
		return 0;
	if (*text++ != '.' || !*text)
		return -EINVAL;
	for (; *text >= '0' && *text <= '9' && unit > 1; text++) {
		unit /= 10;
		if (__builtin_add_overflow(*ns, unit * (uint64_t)(*text - '0'), ns))
			return -ERANGE;
	}
	return *text ? -EINVAL : 0;
}

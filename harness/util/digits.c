// SPDX-License-Identifier: GPL-2.0-or-later
/* Parses decimal digits, without signs, blanks and silent overflows. */
#include "util/digits.h"

#include <errno.h>
#include <glib.h>

bool digits_parse(const char *text, uint64_t *value, const char **rest)
{
	char *end = (char *)text;
	bool found = g_ascii_isdigit(text[0]);

	*value = 0;
	errno = 0;
	if (found)
		*value = g_ascii_strtoull(text, &end, 10);
	if (rest)
		*rest = end;
	return found && !errno;
}

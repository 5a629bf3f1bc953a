// SPDX-License-Identifier: GPL-2.0-or-later
/* Why the run cannot go on: one line, which ends up in the run's record. */
#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

static char text[FAILURE_LENGTH];

int failure_set(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	/* A program's words may be in it, and it goes through a terminal and into JSON. */
	for (char *c = text; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return -1;
}

const char *failure_text(void)
{
	return text;
}

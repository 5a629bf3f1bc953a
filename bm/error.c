// SPDX-License-Identifier: GPL-2.0-or-later
// How bm says what went wrong: one line on stderr.
#include "error.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* stderr is not buffered: a line in pieces would mix with the kernel's own on a serial console. */
static void line_print(const char *tail, const char *format, va_list args)
{
	char text[512];

	vsnprintf(text, sizeof(text), format, args);
	/* What the user typed may hold newlines and escapes. */
	for (char *c = text; *c; c++)
		if (iscntrl((unsigned char)*c))
			*c = '?';
	fprintf(stderr, "bm: %s%s%s\n", text, *tail ? ": " : "", tail);
}

void error_print(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line_print("", format, args);
	va_end(args);
}

void error_print_errno(int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line_print(strerror(error), format, args);
	va_end(args);
}

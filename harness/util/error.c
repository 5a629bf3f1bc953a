// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps the text of the last error until whoever prints it asks. */
#include "util/error.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>

static char *last_text;

static void text_replace(char *text)
{
	g_free(last_text);
	last_text = text;
}

int error_set(int errnum, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_replace(g_strdup_vprintf(format, args));
	va_end(args);
	return -errnum;
}

int error_sys(int errnum, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	text_replace(g_strdup_printf("%s: %s", text, strerror(errnum)));
	return -errnum;
}

int error_prefix(int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	text_replace(g_strdup_printf("%s: %s", text, error_text()));
	return err;
}

const char *error_text(void)
{
	return last_text ? last_text : "no reason was recorded";
}

char *error_keep(void)
{
	return g_strdup(error_text());
}

int error_restore(int err, char *kept)
{
	text_replace(kept);
	return err;
}

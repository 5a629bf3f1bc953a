// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps the text of the last error until it is printed. */
#include "util/error.h"

#include <glib.h>
#include <stdarg.h>
#include <string.h>

static char *last_text;
static char *last_class; /* NULL: not the failure of a host or guest */

/* Takes ownership of both. */
static void record(char *text, char *class)
{
	g_free(last_text);
	g_free(last_class);
	last_text = text;
	last_class = class;
}

int error_set(int errnum, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	record(g_strdup_vprintf(format, args), NULL);
	va_end(args);
	return -errnum;
}

int error_sys(int errnum, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	record(g_strdup_printf("%s: %s", text, strerror(errnum)), NULL);
	return -errnum;
}

int error_fail(int errnum, const char *class, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_autofree char *details = g_strdup_vprintf(format, args);
	va_end(args);
	record(g_strconcat(class, details, NULL), g_strdup(class));
	return -errnum;
}

int error_take(int errnum, const char *class, const char *text)
{
	record(g_strdup(text), g_strdup(class));
	return -errnum;
}

int error_prefix(int err, const char *format, ...)
{
	va_list args;

	if (err >= 0)
		return err;
	va_start(args, format);
	g_autofree char *text = g_strdup_vprintf(format, args);
	va_end(args);
	record(g_strdup_printf("%s: %s", text, error_text()), g_strdup(last_class));
	return err;
}

const char *error_text(void)
{
	return last_text ? last_text : "no reason was recorded";
}

const char *error_class(void)
{
	return last_class;
}

/* The text, its NUL, then the class ("" for none). */
char *error_keep(void)
{
	const char *text = error_text(), *class = last_class ? last_class : "";
	size_t length = strlen(text) + 1, class_length = strlen(class) + 1;
	char *kept = g_malloc(length + class_length);

	memcpy(kept, text, length);
	memcpy(kept + length, class, class_length);
	return kept;
}

int error_restore(int err, char *kept)
{
	const char *class = kept + strlen(kept) + 1;

	record(kept, *class ? g_strdup(class) : NULL);
	return err;
}

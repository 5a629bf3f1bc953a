// SPDX-License-Identifier: GPL-2.0-or-later
/* Collects what judges say of a run. */
#include "workload/judgement.h"

#include <glib.h>
#include <stdarg.h>

static void text_add(json_t *list, const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	json_array_append_new(list, json_string(valid));
}

void judgement_refuse(struct judgement *judgement, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_add(judgement->reasons, format, args);
	va_end(args);
}

void judgement_note(struct judgement *judgement, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	text_add(judgement->notes, format, args);
	va_end(args);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes down what a change was read as. */
#ifndef TESTS_UNIT_CHANGE_TEXT_H
#define TESTS_UNIT_CHANGE_TEXT_H

#include "change/change.h"
#include "util/error.h"
#include "util/text.h"

/* Of a change, or if err of the error. Free with g_free(). */
static inline char *change_text(int err, const struct change *change)
{
	GString *text = g_string_new(NULL);

	if (err) {
		g_autofree char *shown = text_printable(error_text());

		g_string_printf(text, "error: %s\n", shown);
		return g_string_free(text, FALSE);
	}
	g_string_append_printf(text, "title: %s\n", change->title);
	if (change->base_commit)
		g_string_append_printf(text, "base: %s\n", change->base_commit);
	if (change->skipped)
		g_string_append_printf(text, "skipped: %u\n", change->skipped);
	for (guint i = 0; i < change->patches->len; i++) {
		const struct change_patch *patch = change->patches->pdata[i];

		g_string_append_printf(text, "patch: %s\nfrom: %s\n%s", patch->subject,
				       patch->origin, patch->text);
	}
	return g_string_free(text, FALSE);
}

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts the lines of TAP. */
#include "record/tap.h"

#include "util/digits.h"

#include <string.h>

/* Does the line begin with this whole word? */
static gboolean begins_with(const char *line, const char *word)
{
	size_t length = strlen(word);

	return strncmp(line, word, length) == 0 && !g_ascii_isalnum(line[length]);
}

/* "# SKIP reason", in whatever case. */
static gboolean is_skipped(const char *line)
{
	const char *directive = strchr(line, '#');

	if (!directive)
		return FALSE;
	for (directive++; *directive == ' ';)
		directive++;
	return g_ascii_strncasecmp(directive, "skip", strlen("skip")) == 0;
}

static void line_read(const char *line, struct tap *tap)
{
	const char *rest;
	uint64_t planned;

	if (begins_with(line, "not ok")) {
		tap->failed++;
		g_ptr_array_add(tap->failures, g_strdup(line));
	} else if (begins_with(line, "ok")) {
		if (is_skipped(line))
			tap->skipped++;
		else
			tap->passed++;
	} else if (g_str_has_prefix(line, "1..") &&
		   digits_parse(line + strlen("1.."), &planned, &rest)) {
		tap->planned += (guint)MIN(planned, G_MAXINT);
	}
}

void tap_read(const char *output, struct tap *tap)
{
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);

	*tap = (struct tap){ .failures = g_ptr_array_new_with_free_func(g_free) };
	for (char **line = lines; *line; line++)
		line_read(g_strchomp(*line), tap);
}

void tap_clear(struct tap *tap)
{
	g_clear_pointer(&tap->failures, g_ptr_array_unref);
}

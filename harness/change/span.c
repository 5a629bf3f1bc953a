// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks a text's lines, and makes their ends alike. */
#include "change/span.h"

#include <glib.h>
#include <string.h>

static size_t span_length(struct span span)
{
	return (size_t)(span.end - span.at);
}

bool span_line(struct span *rest, struct span *line)
{
	const char *newline;

	if (rest->at >= rest->end)
		return false;
	newline = memchr(rest->at, '\n', span_length(*rest));
	line->at = rest->at;
	line->end = newline ? newline : rest->end;
	rest->at = newline ? newline + 1 : rest->end;
	return true;
}

bool span_begins(struct span span, const char *prefix)
{
	size_t length = strlen(prefix);

	return span_length(span) >= length && !memcmp(span.at, prefix, length);
}

bool span_is_blank(struct span span)
{
	while (span.at < span.end && strchr(" \t\r", *span.at) && *span.at)
		span.at++;
	return span.at == span.end;
}

char *span_copy(struct span span, size_t most)
{
	return g_strndup(span.at, MIN(span_length(span), most));
}

void crlf_strip(char *text, size_t *length)
{
	size_t to = 0;

	for (size_t from = 0; from < *length; from++)
		if (text[from] != '\r' || from + 1 == *length || text[from + 1] != '\n')
			text[to++] = text[from];
	text[to] = '\0';
	*length = to;
}

void crlf_strip_uniform(char *text, size_t *length)
{
	struct span rest = { text, text + *length }, line;

	while (span_line(&rest, &line))
		/* A last line that is cut may lack both. */
		if (line.end < text + *length && (line.at == line.end || line.end[-1] != '\r'))
			return;
	crlf_strip(text, length);
}

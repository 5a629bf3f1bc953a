// SPDX-License-Identifier: GPL-2.0-or-later
/* Parts of a text in memory, line by line. */
#ifndef CHANGE_SPAN_H
#define CHANGE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/* Neither NUL-terminated nor owned. */
struct span {
	const char *at, *end;
};

/* Takes the next line off the front, without its newline. False if there is none. */
bool span_line(struct span *rest, struct span *line);

bool span_begins(struct span span, const char *prefix);

/* True if it has only blanks, tabs and carriage returns. */
bool span_is_blank(struct span span);

/* A copy, at most `most` bytes, to be freed with g_free(). */
char *span_copy(struct span span, size_t most);

/* Removes the carriage return before each newline in place, and shortens *length. */
void crlf_strip(char *text, size_t *length);

/* The same, if every line has one: then they come from the way that the text took. In a text where
 * only some have one they belong to the files. */
void crlf_strip_uniform(char *text, size_t *length);

#endif

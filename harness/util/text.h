// SPDX-License-Identifier: GPL-2.0-or-later
/* Text from strangers' files as text: nothing in it acts on a terminal, a picture or a table. */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdio.h>

/*
 * text on one line. Control characters (newlines, tabs and escapes, too), marks that change the
 * direction of writing or cannot be seen, and bytes that are not UTF-8 become "\x1b", "\u202e" or
 * "\U000e0001". Everything else stays as it is. Never fails; free with g_free().
 */
char *text_printable(const char *text);

/*
 * The same, but newlines stay, and what follows one is indented by two at least, so that it cannot
 * pass for a line of its own. Never fails; free with g_free().
 */
char *text_printable_lines(const char *text);

/* Prints one line: the formatted text made printable, and a newline. Whether out took it, ferror()
 * knows. */
void text_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

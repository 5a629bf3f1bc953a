// SPDX-License-Identifier: GPL-2.0-or-later
/* Makes text from untrusted files harmless for terminals, pictures and tables. */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <glib.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * Returns text as one line. Control characters (also newlines, tabs and escapes), marks that change
 * the direction of writing or are invisible, and bytes that are not UTF-8 become "\x1b", "\u202e"
 * or "\U000e0001". Everything else stays. Never fails; free with g_free().
 */
char *text_printable(const char *text);

/*
 * The same, but newlines stay, and every line but the first is indented by at least two blanks, so
 * that it does not look like a line of ours. Never fails; free with g_free().
 */
char *text_printable_lines(const char *text);

/* Appends text as one word of ASCII letters, digits and "._=+:@-", all other bytes as %XX, so that
 * no two texts become the same. */
void text_word_append(GString *out, const char *text);

/* text_printable(), with what is not ASCII escaped as well: "\u00e4". Free with g_free(). */
char *text_ascii(const char *text);

/* -EINVAL names `what`: text is not UTF-8 (JSON takes nothing else), or has control characters. */
int text_check(const char *what, const char *text);

#define TEXT_HASH_DIGITS 64

/* Is it a SHA-256 in hex? NULL is none. */
bool text_is_hash(const char *text);

/* text_printable() of the formatted text. Free with g_free(). */
char *text_vformat(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/* Appends "# ", the formatted text made printable, and a newline. */
void text_comment_append(GString *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The last line of a log, as it is; "" if it is empty or cannot be read. Free with g_free(). */
char *text_last_line(const char *path);

/* Prints one line: the formatted text made printable, and a newline. The caller checks ferror(out).
 */
void text_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

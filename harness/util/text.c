// SPDX-License-Identifier: GPL-2.0-or-later
/* Replaces characters that a terminal or an XML parser would not show by escapes. */
#include "util/text.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

/* XML forbids these as well as control characters. */
static bool is_noncharacter(gunichar c)
{
	return (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
}

/* Acts on a terminal, ends a line, or reorders a line's characters. */
static bool is_control(gunichar c)
{
	switch (g_unichar_type(c)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT: /* U+202E and its like */
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return true;
	default:
		return false;
	}
}

static bool is_shown(gunichar c)
{
	return !is_control(c) && !is_noncharacter(c);
}

/* The character at `at`, which takes *length bytes; false for a byte that is not UTF-8. */
static bool character_get(const char *at, size_t *length, gunichar *c)
{
	*c = g_utf8_get_char_validated(at, -1);
	*length = 1;
	if (*c == (gunichar)-1 || *c == (gunichar)-2)
		return false;
	*length = (size_t)(g_utf8_next_char(at) - at);
	return true;
}

static void escape_append(GString *out, gunichar c)
{
	const char *format = c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";

	g_string_append_printf(out, format, c);
}

static char *printable_make(const char *text, bool lines)
{
	GString *out = g_string_sized_new(strlen(text));
	size_t length;
	gunichar c;

	for (const char *at = text; *at; at += length) {
		if (!character_get(at, &length, &c)) {
			g_string_append_printf(out, "\\x%02x", (unsigned char)*at);
		} else if (lines && c == '\n') {
			g_string_append(out, "\n  ");
			/* Two blanks of its own indentation count. */
			length += MIN(strspn(at + 1, " "), 2);
		} else if (is_shown(c)) {
			g_string_append_len(out, at, (gssize)length);
		} else {
			escape_append(out, c);
		}
	}
	return g_string_free(out, FALSE);
}

char *text_printable(const char *text)
{
	return printable_make(text, false);
}

char *text_ascii(const char *text)
{
	g_autofree char *shown = text_printable(text);
	GString *out = g_string_sized_new(strlen(shown));

	for (const char *at = shown; *at; at = g_utf8_next_char(at))
		if (*at & 0x80)
			escape_append(out, g_utf8_get_char(at));
		else
			g_string_append_c(out, *at);
	return g_string_free(out, FALSE);
}

char *text_printable_lines(const char *text)
{
	return printable_make(text, true);
}

void text_word_append(GString *out, const char *text)
{
	for (; *text; text++) {
		if (g_ascii_isalnum(*text) || strchr("._=+:@-", *text))
			g_string_append_c(out, *text);
		else
			g_string_append_printf(out, "%%%02X", (unsigned char)*text);
	}
}

bool text_is_hash(const char *text)
{
	return text && strlen(text) == TEXT_HASH_DIGITS &&
	       strspn(text, "0123456789abcdef") == TEXT_HASH_DIGITS;
}

char *text_vformat(const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);

	return text_printable(text);
}

void text_line(FILE *out, const char *format, ...)
{
	g_autofree char *shown = NULL;
	va_list args;

	va_start(args, format);
	shown = text_vformat(format, args);
	va_end(args);
	fprintf(out, "%s\n", shown);
}

void text_comment_append(GString *out, const char *format, ...)
{
	g_autofree char *shown = NULL;
	va_list args;

	va_start(args, format);
	shown = text_vformat(format, args);
	va_end(args);
	g_string_append_printf(out, "# %s\n", shown);
}

char *text_last_line(const char *path)
{
	g_autofree char *text = NULL;
	const char *line;

	if (fs_read(path, &text, NULL))
		return g_strdup("");
	g_strchomp(text);
	line = strrchr(text, '\n');
	return g_strdup(line ? line + 1 : text);
}

int text_check(const char *what, const char *text)
{
	if (!g_utf8_validate(text, -1, NULL))
		return error_set(EINVAL, "%s: is not UTF-8", what);
	for (const char *at = text; *at; at = g_utf8_next_char(at))
		if (is_control(g_utf8_get_char(at)))
			return error_set(
				EINVAL,
				"%s: character %ld (U+%04" PRIX32 ") is a control character", what,
				g_utf8_pointer_to_offset(text, at) + 1, g_utf8_get_char(at));
	return 0;
}

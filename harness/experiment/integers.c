// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the integers of an experiment file that libconfig would truncate. */
#include "experiment/parse.h"

#include "util/error.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool is_name(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '*';
}

static const char *string_skip(const char *c)
{
	for (c++; *c && *c != '"'; c++)
		if (*c == '\\' && c[1])
			c++;
	return *c ? c + 1 : c;
}

static const char *past(const char *c, const char *end)
{
	const char *found = strstr(c, end);

	return found ? found + strlen(end) : c + strlen(c);
}

const char *parse_skip(const char *c)
{
	if (*c == '"')
		return string_skip(c);
	if (*c == '#' || g_str_has_prefix(c, "//"))
		return past(c, "\n");
	if (g_str_has_prefix(c, "/*"))
		return past(c + 2, "*/");
	if (g_ascii_isalpha(*c) || *c == '*')
		while (is_name(*c))
			c++;
	return c;
}

/* The end of the number that begins at c, and whether libconfig reads it right. */
static const char *number_skip(const char *c, bool *fits)
{
	bool hex = c[0] == '0' && (c[1] == 'x' || c[1] == 'X');
	char *end;
	guint64 value;

	errno = 0;
	value = hex ? g_ascii_strtoull(c + 2, &end, 16) : g_ascii_strtoull(c, &end, 10);
	if (*end == 'L')
		*fits = !errno && value <= G_MAXINT64;
	else if (*end == '.' || *end == 'e' || *end == 'E')
		*fits = true; /* a fraction: not truncated */
	else
		*fits = !errno && value <= G_MAXINT32;
	while (is_name(*end) || *end == '.')
		end++;
	return end;
}

unsigned int parse_line(const char *text, const char *place)
{
	unsigned int line = 1;

	for (; text < place; text++)
		line += *text == '\n';
	return line;
}

int integers_check(const char *path, const char *text)
{
	for (const char *c = text, *next; *c; c = next) {
		bool fits = true;

		next = parse_skip(c);
		if (next != c)
			continue;
		next = g_ascii_isdigit(*c) ? number_skip(c, &fits) : c + 1;
		if (!fits)
			return error_set(EINVAL,
					 "%s:%u: %.*s is too large for libconfig: write a size as "
					 "text (\"2G\"), any other number with an L at its end",
					 path, parse_line(text, c), (int)(next - c), c);
	}
	return 0;
}

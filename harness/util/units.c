// SPDX-License-Identifier: GPL-2.0-or-later
/* Strict numbers and sizes: once, an empty or half number made runs that measured nothing. */
#include "util/units.h"

#include "util/digits.h"
#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char size_letters[] = "KMGT";

int units_number(const char *what, const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
	const char *rest;

	if (!digits_parse(text, value, &rest) || *rest || *value < min || *value > max)
		return error_set(EINVAL,
				 "%s: \"%s\" is not a whole number from %" PRIu64 " to %" PRIu64,
				 what, text, min, max);
	return 0;
}

int units_decimal(const char *what, const char *text, double *value)
{
	char *end;

	/* strtod accepts more: blanks, inf, nan and hexadecimal numbers. */
	*value = g_ascii_strtod(text, &end);
	if (!*text || *end || strspn(text, "0123456789.eE+-") != strlen(text) || !isfinite(*value))
		return error_set(EINVAL, "%s: \"%s\" is not a number", what, text);
	return 0;
}

char *units_decimal_text(double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	for (int digits = 15; digits <= 17; digits++) {
		g_autofree char *format = g_strdup_printf("%%.%dg", digits);

		g_ascii_formatd(text, sizeof(text), format, value);
		if (!(g_ascii_strtod(text, NULL) < value) && !(g_ascii_strtod(text, NULL) > value))
			break;
	}
	return g_strdup(text);
}

int units_switch(const char *what, const char *text, bool *value)
{
	if (strcmp(text, "true") && strcmp(text, "false"))
		return error_set(EINVAL, "%s: \"%s\" is neither true nor false", what, text);
	*value = text[0] == 't';
	return 0;
}

int units_size(const char *what, const char *text, uint64_t min, uint64_t max, uint64_t *bytes)
{
	unsigned int shift = 0;
	const char *rest, *letter;
	bool bad = !digits_parse(text, bytes, &rest);

	if (!bad && *rest) {
		letter = strchr(size_letters, g_ascii_toupper(*rest));
		bad = !letter || rest[1];
		if (!bad)
			shift = 10 * (unsigned int)(letter - size_letters + 1);
	}
	if (bad || *bytes > UINT64_MAX >> shift || *bytes << shift < min || *bytes << shift > max) {
		g_autofree char *low = units_size_text(min), *high = units_size_text(max);

		return error_set(EINVAL, "%s: \"%s\" is not a size from %s to %s (like 512M or 2G)",
				 what, text, low, high);
	}
	*bytes <<= shift;
	return 0;
}

char *units_size_text(uint64_t bytes)
{
	unsigned int i = 0;

	while (bytes && bytes % 1024 == 0 && i < strlen(size_letters)) {
		bytes /= 1024;
		i++;
	}
	return i ? g_strdup_printf("%" PRIu64 "%c", bytes, size_letters[i - 1])
		 : g_strdup_printf("%" PRIu64, bytes);
}

char *units_size_human(uint64_t bytes)
{
	double value = (double)bytes;
	unsigned int i = 0;

	while (value >= 1024 && i < strlen(size_letters)) {
		value /= 1024;
		i++;
	}
	return i ? g_strdup_printf("%.1f %ciB", value, size_letters[i - 1])
		 : g_strdup_printf("%" PRIu64 " bytes", bytes);
}

const char *units_plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

char *units_duration_human(double seconds)
{
	uint64_t whole = seconds > 0 ? (uint64_t)(seconds + 0.5) : 0;

	if (whole < 60)
		return g_strdup_printf("%" PRIu64 " s", whole);
	if (whole < 3600)
		return g_strdup_printf("%" PRIu64 " min %02" PRIu64 " s", whole / 60, whole % 60);
	return g_strdup_printf("%" PRIu64 " h %02" PRIu64 " min", whole / 3600, whole / 60 % 60);
}

/* Changes, insertions, deletions and swaps of neighbours that make b of a (optimal string
 * alignment). */
static size_t edit_distance(const char *a, const char *b)
{
	size_t rows = strlen(a) + 1, columns = strlen(b) + 1;
	g_autofree size_t *cost = g_new(size_t, rows * columns);

	for (size_t i = 0; i < rows; i++) {
		size_t *row = cost + i * columns;
		const size_t *above = i ? row - columns : row;
		const size_t *twice_above = i > 1 ? above - columns : above;

		for (size_t j = 0; j < columns; j++) {
			if (!i || !j) {
				row[j] = i + j;
				continue;
			}
			row[j] = above[j - 1] + (a[i - 1] != b[j - 1]);
			row[j] = MIN(row[j], MIN(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = MIN(row[j], twice_above[j - 2] + 1);
		}
	}
	return cost[rows * columns - 1];
}

const char *units_nearest(const char *name, const char *const names[])
{
	const char *nearest = NULL;
	size_t best = SIZE_MAX;

	for (size_t i = 0; names[i]; i++) {
		size_t distance = edit_distance(name, names[i]);

		if (distance < best) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest && best * 3 <= MAX(strlen(name), strlen(nearest)) ? nearest : NULL;
}

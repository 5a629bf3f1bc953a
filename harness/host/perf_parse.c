// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads what `perf stat -j` prints. */
#include "host/perf.h"

#include "util/error.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>

/*
 * A count is text with decimals ("2340.000000"); "<not counted>" and "<not supported>" are no
 * counts.
 */
static json_t *count_parse(const char *text)
{
	char *end;
	double value;

	if (text[0] == '<')
		return json_null();
	if (!g_ascii_isdigit(text[0]))
		return NULL;
	value = g_ascii_strtod(text, &end);
	/* 2^63 is the first number that the type cannot hold: converting it would be undefined. */
	return *end || value >= 0x1p63 ? NULL : json_integer((json_int_t)value);
}

static int line_take(const char *line, json_t *counts)
{
	json_t *object = json_loads(line, 0, NULL);
	const char *event = json_string_value(json_object_get(object, "event"));
	const char *text = json_string_value(json_object_get(object, "counter-value"));
	json_t *count = event && text ? count_parse(text) : NULL;

	if (count)
		json_object_set_new(counts, event, count);
	json_decref(object);
	return count ? 0 : error_set(EPROTO, "perf: cannot understand its line '%s'", line);
}

int perf_parse(const char *text, json_t **counts)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int err = 0;

	*counts = json_object();
	for (size_t i = 0; lines[i] && !err; i++) {
		g_strstrip(lines[i]);
		/* The file begins with a comment that has the date. */
		if (lines[i][0] && lines[i][0] != '#')
			err = line_take(lines[i], *counts);
	}
	if (err)
		g_clear_pointer(counts, json_decref);
	return err;
}

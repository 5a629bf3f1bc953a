// SPDX-License-Identifier: GPL-2.0-or-later
/* Understands bm's lines. */
#include "host/bm_output.h"

#include <errno.h>
#include <glib.h>
#include <stddef.h>
#include <string.h>

/* A decimal number and nothing behind it. */
static bool number_parse(const char *text, uint64_t *value)
{
	char *end;

	if (!g_ascii_isdigit(text[0]))
		return false;
	errno = 0;
	*value = g_ascii_strtoull(text, &end, 10);
	return !errno && !*end;
}

static bool value_follows(const char *line, const char *prefix, uint64_t *value)
{
	return g_str_has_prefix(line, prefix) && number_parse(line + strlen(prefix), value);
}

static bool is_worker(const char *line, uint64_t *value)
{
	const char *colon = strchr(line, ':');
	g_autofree char *index = NULL;
	uint64_t number;

	if (!colon || colon[1] != ' ' || !g_str_has_prefix(line, "worker "))
		return false;
	index = g_strndup(line + strlen("worker "), (gsize)(colon - line) - strlen("worker "));
	return number_parse(index, &number) && number_parse(colon + 2, value);
}

enum bm_line bm_line_parse(const char *line, uint64_t *value)
{
	if (!strcmp(line, "ready"))
		return BM_READY;
	if (!strcmp(line, "start"))
		return BM_START;
	if (is_worker(line, value))
		return BM_WORKER;
	if (value_follows(line, "total: ", value))
		return BM_TOTAL;
	if (value_follows(line, "bm: exit status ", value))
		return BM_EXIT;
	if (value_follows(line, "bm: killed by signal ", value)) {
		*value += 128;
		return BM_EXIT;
	}
	return BM_OTHER;
}

json_t *bm_json_parse(const char *line)
{
	json_t *json = line[0] == '{' ? json_loads(line, JSON_REJECT_DUPLICATES, NULL) : NULL;

	if (json && json_is_integer(json_object_get(json, "schema_version")))
		return json;
	json_decref(json);
	return NULL;
}

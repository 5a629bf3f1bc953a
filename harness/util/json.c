// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON from a file, whose failure jansson's own function does not explain, and as a short text. */
#include "util/json.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

int json_read(const char *path, json_t **json)
{
	g_autofree char *text = NULL;
	json_error_t where;
	size_t length;
	int err;

	*json = NULL;
	err = fs_read(path, &text, &length);
	if (err)
		return err;
	*json = json_loadb(text, length, JSON_READ, &where);
	return *json ? 0 : error_set(EINVAL, "%s:%d: %s", path, where.line, where.text);
}

char *json_shown(const json_t *value, size_t most)
{
	char *dump, *text;

	if (!value)
		return g_strdup("(missing)");
	dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
	if (strlen(dump) > most) {
		/* Not within a character. */
		while (most && (dump[most] & 0xc0) == 0x80)
			most--;
		text = g_strdup_printf("%.*s...", (int)most, dump);
	} else {
		text = g_strdup(dump);
	}
	free(dump);
	return text;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a file as JSON: jansson's own function does not say why it cannot open one. */
#include "util/json.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>

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
	*json = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
	return *json ? 0 : error_set(EINVAL, "%s:%d: %s", path, where.line, where.text);
}

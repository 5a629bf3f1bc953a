// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads back what a build step has written to its log. */
#include "kernel/log.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>

#define TAIL_LINES  12
#define ERROR_LINES 8

off_t log_size(const char *log)
{
	struct stat st;

	return stat(log, &st) < 0 ? 0 : st.st_size;
}

int log_read(const char *log, off_t from, char **text)
{
	g_autofree char *all = NULL;
	size_t length = 0;
	int err = fs_read(log, &all, &length);

	*text = err ? NULL : g_strdup(all + MIN((size_t)from, length));
	return err;
}

char *log_tail(const char *log, off_t from)
{
	g_autoptr(GString) tail = g_string_new(NULL);
	g_autofree char *text = NULL;
	guint count, errors = 0;

	if (log_read(log, from, &text) < 0)
		return g_strdup("");
	g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);

	count = g_strv_length(lines);
	/* With several jobs the error may be far above make's last lines. */
	for (guint i = 0; i + TAIL_LINES < count && errors < ERROR_LINES; i++)
		if (strstr(lines[i], "error:") || strstr(lines[i], "Error:")) {
			g_string_append_printf(tail, "\n  %s", lines[i]);
			errors++;
		}
	if (errors)
		g_string_append(tail, "\n  ...");
	for (guint i = count > TAIL_LINES ? count - TAIL_LINES : 0; i < count; i++)
		g_string_append_printf(tail, "\n  %s", lines[i]);
	return g_strdup(tail->str);
}

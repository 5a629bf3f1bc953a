// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a growing file line by line, and keeps the last lines. */
#include "qemu/growing.h"

#include "util/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LAST_LINES 20

int growing_open(struct growing *file, const char *path)
{
	memset(file, 0, sizeof(*file));
	file->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (file->fd < 0)
		return error_sys(errno, "%s: cannot open the host's console", path);
	file->path = g_strdup(path);
	file->line = g_string_new(NULL);
	g_queue_init(&file->last);
	return 0;
}

void growing_close(struct growing *file)
{
	close(file->fd);
	g_free(file->path);
	g_string_free(file->line, TRUE);
	g_queue_clear_full(&file->last, g_free);
}

static int take_byte(struct growing *file, char byte, growing_judge *judge, void *data)
{
	int verdict;

	if (byte != '\n') {
		if (byte && byte != '\r')
			g_string_append_c(file->line, byte);
		return GROWING_ON;
	}
	verdict = judge(file->line->str, data);
	g_queue_push_tail(&file->last, g_strdup(file->line->str));
	if (file->last.length > LAST_LINES)
		g_free(g_queue_pop_head(&file->last));
	g_string_truncate(file->line, 0);
	return verdict;
}

int growing_read(struct growing *file, growing_judge *judge, void *data, int *verdict)
{
	char bytes[4096];
	ssize_t got = 0;

	*verdict = GROWING_ON;
	file->grown = false;
	while (*verdict == GROWING_ON && (got = read(file->fd, bytes, sizeof(bytes))) > 0) {
		file->grown = true;
		for (ssize_t i = 0; i < got && *verdict == GROWING_ON; i++)
			*verdict = take_byte(file, bytes[i], judge, data);
	}
	return got < 0 && errno != EINTR
		       ? error_sys(errno, "%s: cannot read the host's console", file->path)
		       : 0;
}

char *growing_tail(const struct growing *file)
{
	GString *text = g_string_new(NULL);

	for (const GList *item = file->last.head; item; item = item->next)
		g_string_append_printf(text, "\n  | %s", (const char *)item->data);
	if (file->line->len)
		g_string_append_printf(text, "\n  | %s", file->line->str);
	if (!text->len)
		g_string_append(text, " (its console is empty)");
	return g_string_free(text, FALSE);
}

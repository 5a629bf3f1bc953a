// SPDX-License-Identifier: GPL-2.0-or-later
/* Cuts a stream of bytes into lines. */
#include "host/lines.h"

#include <errno.h>
#include <unistd.h>

void lines_feed(GString *partial, const char *bytes, size_t length, lines_visit visit, void *user)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n') {
			visit(partial->str, user);
			g_string_truncate(partial, 0);
		} else if (bytes[i] && bytes[i] != '\r') {
			g_string_append_c(partial, bytes[i]);
		}
	}
}

int lines_read(int fd, GString *partial, lines_visit visit, void *user)
{
	char bytes[4096];
	ssize_t length;

	for (;;) {
		length = read(fd, bytes, sizeof(bytes));
		if (length > 0)
			lines_feed(partial, bytes, (size_t)length, visit, user);
		else if (!length)
			return -EPIPE;
		else if (errno == EAGAIN)
			return 0;
		else if (errno != EINTR)
			return -errno;
	}
}

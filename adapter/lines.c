// SPDX-License-Identifier: GPL-2.0-or-later
/* Cuts what comes from a pipe or terminal into lines. */
#include "lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"

static int byte_take(struct lines *lines, char byte, const char *whose, line_taker take, void *user)
{
	if (byte == '\n') {
		lines->partial[lines->length] = '\0';
		lines->length = 0;
		return take(lines->partial, user);
	}
	if (!byte)
		return failure_set("%s has a line with a NUL", whose);
	if (lines->length == LINE_LENGTH)
		return failure_set("%s has a line of more than %d bytes", whose, LINE_LENGTH);
	lines->partial[lines->length++] = byte;
	return 0;
}

int lines_read(struct lines *lines, const char *whose, line_taker take, void *user)
{
	char bytes[4096];
	ssize_t got = read(lines->fd, bytes, sizeof(bytes));
	int error = 0;

	if (got < 0)
		return errno == EINTR || errno == EAGAIN
			       ? 0
			       : failure_set("cannot read %s: %s", whose, strerror(errno));
	for (ssize_t i = 0; i < got && !error; i++)
		error = byte_take(lines, bytes[i], whose, take, user);
	if (got)
		return error;
	lines->fd = -1;
	return lines->length ? byte_take(lines, '\n', whose, take, user) : 0;
}

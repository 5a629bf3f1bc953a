// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a file or a pipe to its end, within a limit. */
#include "change/input.h"

#include "change/change.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <glib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *input_name(const char *argument)
{
	return strcmp(argument, INPUT_STANDARD) ? argument : "standard input";
}

/* A terminal would wait for somebody to type a patch. */
static int standard_check(const char *name)
{
	struct stat st;

	if (fstat(STDIN_FILENO, &st) < 0)
		return error_sys(errno, "%s: cannot read", name);
	if (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode))
		return 0;
	return error_set(EINVAL, "%s: is neither a pipe nor a regular file: pass a diff or mails",
			 name);
}

static int bytes_read(const char *name, int fd, size_t most, GByteArray *bytes)
{
	guint8 chunk[65536];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof(chunk))) != 0) {
		if (got < 0 && errno != EINTR)
			return error_sys(errno, "%s: cannot read", name);
		if (got > 0)
			g_byte_array_append(bytes, chunk, (guint)got);
		if (bytes->len > most)
			return error_set(EFBIG, "%s: a change has at most %d MiB", name,
					 CHANGE_BYTES_MOST >> 20);
	}
	if (!bytes->len)
		return error_set(EINVAL, "%s: is empty (0 bytes)", name);
	if (memchr(bytes->data, '\0', bytes->len))
		return error_set(EINVAL, "%s: has NUL bytes: it is neither a diff nor a mail",
				 name);
	return 0;
}

int input_read(const char *argument, size_t most, char **text, size_t *length)
{
	bool standard = !strcmp(argument, INPUT_STANDARD);
	const char *name = input_name(argument);
	GByteArray *bytes;
	int fd = STDIN_FILENO, err = standard ? standard_check(name) : fs_open(argument, &fd);

	*text = NULL;
	if (err)
		return err;
	bytes = g_byte_array_new();
	err = bytes_read(name, fd, most, bytes);
	if (!standard)
		close(fd);
	*length = bytes->len;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	*text = (char *)g_byte_array_free(bytes, err < 0);
	return err;
}

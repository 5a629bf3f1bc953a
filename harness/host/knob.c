// SPDX-License-Identifier: GPL-2.0-or-later
/* Small files of the kernel. */
#include "host/knob.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <unistd.h>

int knob_write(const char *path, const char *value)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC), errnum = 0;

	if (fd < 0)
		return error_sys(errno, "%s: cannot open it", path);
	if (write(fd, value, strlen(value)) < 0)
		errnum = errno;
	close(fd);
	return errnum ? error_sys(errnum, "%s: cannot write '%s'", path, value) : 0;
}

bool knob_read(const char *path, uint64_t *value)
{
	g_autofree char *text = NULL;
	char *end;

	if (fs_read(path, &text, NULL) || !g_ascii_isdigit(text[0]))
		return false;
	errno = 0;
	*value = g_ascii_strtoull(text, &end, 10);
	return !errno;
}

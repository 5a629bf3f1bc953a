// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes files without waiting for the disk. */
#include "change/file.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <unistd.h>

int file_put(const char *path, const char *text, size_t length)
{
	char *temporary;
	int fd, err = fs_create_beside(path, 0666, &temporary, &fd);

	if (err)
		return err;
	while (length) {
		ssize_t done = write(fd, text, length);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0) {
			err = error_sys(errno, "%s: cannot write", path);
			fs_discard(temporary, fd);
			return err;
		}
		text += done;
		length -= (size_t)done;
	}
	return fs_publish(temporary, fd, path, false);
}

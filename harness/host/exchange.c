// SPDX-License-Identifier: GPL-2.0-or-later
/* Takes the run description from QEMU's fw_cfg device, and hands the result over by a serial port.
 */
#include "host/exchange.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define FWCFG_FILE  "/sys/firmware/qemu_fw_cfg/by_name/" DESCRIPTION_FW_CFG_NAME "/raw"
#define RECORD_PORT "/dev/ttyS1"

int exchange_receive(struct description *description)
{
	struct description found = { .seed = 0 };
	g_autofree char *text = NULL;
	size_t length;
	int err = fs_read(FWCFG_FILE, &text, &length);

	if (err)
		return error_prefix(err, "run description");
	err = description_read(text, length, &found);
	if (err)
		return error_prefix(err, "run description");
	description_clear(description);
	*description = found;
	return 0;
}

/* Adds no carriage returns, and does not wait for a slow line that is not there. */
static int port_set(int fd)
{
	struct termios settings;

	if (tcgetattr(fd, &settings) < 0)
		return -errno;
	cfmakeraw(&settings);
	cfsetspeed(&settings, B115200);
	return tcsetattr(fd, TCSANOW, &settings) < 0 ? -errno : 0;
}

static int all_write(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(fd, text, length);

		if (written < 0 && errno != EINTR)
			return -errno;
		if (written > 0) {
			text += written;
			length -= (size_t)written;
		}
	}
	return tcdrain(fd) < 0 ? -errno : 0;
}

int exchange_send(const json_t *result)
{
	char *text = json_dumps(result, JSON_COMPACT);
	int fd = open(RECORD_PORT, O_WRONLY | O_NOCTTY | O_CLOEXEC), err;

	if (!text || fd < 0) {
		err = text ? -errno : -ENOMEM;
		free(text);
		return error_sys(-err, RECORD_PORT ": cannot hand the result over");
	}
	err = port_set(fd);
	if (!err)
		err = all_write(fd, text, strlen(text));
	if (!err)
		err = all_write(fd, "\n", 1);
	close(fd);
	free(text);
	return err ? error_sys(-err, RECORD_PORT ": cannot write the result") : 0;
}

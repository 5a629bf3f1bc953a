// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes and reads the small files of the host's kernel. */
#include "host/knob.h"

#include "util/digits.h"
#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#define DELAY_ACCOUNTING "/proc/sys/kernel/task_delayacct"

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

	return !fs_read(path, &text, NULL) && digits_parse(text, value, NULL);
}

int knob_tune(const struct inside *settings)
{
	g_autofree char *page_cluster = g_strdup_printf("%" PRIu64, settings->page_cluster);
	int err = knob_write("/proc/sys/vm/page-cluster", page_cluster);

	if (!err)
		err = knob_write("/sys/kernel/mm/transparent_hugepage/enabled",
				 settings->transparent_hugepage);
	/* Off at boot since 5.14, and the only way to see where a thread has waited. */
	if (!err && fs_exists(DELAY_ACCOUNTING))
		err = knob_write(DELAY_ACCOUNTING, "1");
	return err;
}

int knob_quiesce(void)
{
	int err = knob_write("/sys/kernel/debug/apfbench/quiesce", "1");

	return err ? error_prefix(err, "quiesce: the host's kernel needs the series `sim`") : 0;
}

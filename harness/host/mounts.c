// SPDX-License-Identifier: GPL-2.0-or-later
/* The file systems of a host that has nothing but an initramfs. */
#include "host/mounts.h"

#include "util/error.h"
#include "util/fs.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>

struct mount_row {
	const char *type;
	const char *where;
	const char *options;
};

static const struct mount_row base_table[] = {
	{ "proc", "/proc", NULL },
	{ "sysfs", "/sys", NULL },
	{ "devtmpfs", "/dev", NULL },
	{ "tmpfs", "/run", NULL },
	{ "tmpfs", "/tmp", NULL },
	{ "debugfs", "/sys/kernel/debug", NULL },
	{ "tracefs", "/sys/kernel/tracing", NULL },
	{ NULL, NULL, NULL },
};

static const struct mount_row v2_table[] = {
	{ "cgroup2", "/sys/fs/cgroup", NULL },
	{ NULL, NULL, NULL },
};

static const struct mount_row v1_table[] = {
	{ "tmpfs", "/sys/fs/cgroup", "mode=755" },
	{ "cgroup", "/sys/fs/cgroup/memory", "memory" },
	{ "cgroup", "/sys/fs/cgroup/cpu", "cpu" },
	{ NULL, NULL, NULL },
};

static int table_mount(const struct mount_row *row)
{
	int err;

	for (; row->type; row++) {
		err = fs_make_folder(row->where);
		if (err)
			return err;
		/* EBUSY: the kernel has mounted it already (devtmpfs, tracefs below debugfs). */
		if (mount(row->type, row->where, row->type, MS_NOSUID, row->options) < 0 &&
		    errno != EBUSY)
			return error_sys(errno, "%s: cannot mount %s there", row->where, row->type);
	}
	return 0;
}

int mounts_make(void)
{
	return table_mount(base_table);
}

int mounts_make_cgroup(const char *version)
{
	return table_mount(strcmp(version, "v1") ? v2_table : v1_table);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The file systems of a host that has nothing but an initramfs. */
#ifndef HOST_MOUNTS_H
#define HOST_MOUNTS_H

/* /proc, /sys, /dev, /run, /tmp, debugfs and tracefs; 0 or -errno naming what cannot be mounted. */
int mounts_make(void);

/* The cgroup file systems below /sys/fs/cgroup: "v2", or "v1" (one hierarchy a controller). */
int mounts_make_cgroup(const char *version);

#endif

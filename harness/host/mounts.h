// SPDX-License-Identifier: GPL-2.0-or-later
/* The file systems of a host that has only an initramfs. */
#ifndef HOST_MOUNTS_H
#define HOST_MOUNTS_H

/* Mounts /proc, /sys, /dev, /run, /tmp, debugfs and tracefs. 0, or -errno that names what cannot be
 * mounted. */
int mounts_make(void);

/* Mounts the cgroup file systems below /sys/fs/cgroup: "v2", or "v1" (one hierarchy per
 * controller). As mounts_make(). */
int mounts_make_cgroup(const char *version);

#endif

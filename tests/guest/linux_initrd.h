/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes the guests' initial file system. */
#ifndef GUEST_LINUX_INITRD_H
#define GUEST_LINUX_INITRD_H

#include <stdbool.h>

/*
 * Writes a cpio archive with linux_guest as /init. @more: more files and folders of this host,
 * with all that is in them, each "path" or "path=/place in the guest"; ends with NULL; may be
 * NULL. False: the reason is on stderr.
 */
bool initrd_make(const char *path, const char *const *more);

#endif

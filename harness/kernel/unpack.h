// SPDX-License-Identifier: GPL-2.0-or-later
/* Unpacks a source tarball of any compression. */
#ifndef KERNEL_UNPACK_H
#define KERNEL_UNPACK_H

/*
 * Unpacks into the existing folder top; a single folder around everything (linux-6.1/) is stripped.
 * Times are not kept. -EINVAL for an entry that would be outside of top; else -errno. A dry run
 * prints what it would do.
 */
int unpack_tarball(const char *tarball, const char *top);

/*
 * Reads one file of the tarball's top, or of the single folder around everything, into *text,
 * NUL-terminated; free it with g_free(). Also in a dry run. -ENOENT if the file is missing.
 */
int unpack_one(const char *tarball, const char *name, char **text);

#endif

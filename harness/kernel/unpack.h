// SPDX-License-Identifier: GPL-2.0-or-later
/* Unpacks a source tarball of any compression. */
#ifndef KERNEL_UNPACK_H
#define KERNEL_UNPACK_H

/*
 * Into the folder top; a single folder around everything (linux-6.1/) is taken off. Entries that
 * would leave top are refused (-EINVAL). Times are not kept. A dry run prints what it would do.
 */
int unpack_tarball(const char *tarball, const char *top);

/*
 * Reads one file of the tarball's top, or of the single folder around everything, into *text
 * (NUL-terminated; free with g_free()). Also in a dry run. -ENOENT if there is none.
 */
int unpack_one(const char *tarball, const char *name, char **text);

#endif

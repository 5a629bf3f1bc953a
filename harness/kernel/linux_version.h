// SPDX-License-Identifier: GPL-2.0-or-later
/* Versions of Linux: which one a source is, and how far two are apart. */
#ifndef KERNEL_LINUX_VERSION_H
#define KERNEL_LINUX_VERSION_H

#include <stdbool.h>

/* Stable updates and -rc are not told apart: 6.12.3 and 6.12-rc1 are 6.12. */
struct linux_version {
	unsigned int major, minor;
};

/* Reads "6.12" and nothing else; false if it is no version. */
bool linux_version_read(const char *text, struct linux_version *version);

/* Below, at or above 0, as strcmp(). */
int linux_version_compare(const struct linux_version *a, const struct linux_version *b);

/* The number of releases between them; those of 4.20 and 5.0 are neighbours. */
unsigned int linux_version_distance(const struct linux_version *a, const struct linux_version *b);

/* Does its swap-out write and read pages of zeros? From 6.12 on it notes them in a bitmap. */
bool linux_version_swaps_zeros(const struct linux_version *version);

/*
 * The version of a source, as an experiment calls it, or that of the default source if it says
 * none. folder: where relative paths begin, NULL for the current one. -errno if it says none and
 * setup/packages names no source.
 */
int linux_version_of_source(const char *folder, const char *source, struct linux_version *version);

#endif

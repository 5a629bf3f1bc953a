// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a kernel's source comes from: a Debian package, a tarball, a folder or git. */
#ifndef KERNEL_SOURCE_H
#define KERNEL_SOURCE_H

#include "util/store.h"

#include <glib.h>
#include <stdint.h>

enum source_kind {
	SOURCE_TARBALL,
	SOURCE_FOLDER,
	SOURCE_GIT
};

struct source {
	enum source_kind kind;
	char *path;	/* tarball, folder or repository */
	char *ref;	/* git: what follows '#', or NULL: the work tree as it is */
	char *tree;	/* git: the object that is built */
	GString *diff;	/* git: what the work tree has over its HEAD, or NULL */
	char *text;	/* for people and records */
	char *id;	/* changes whenever the contents do: goes into the kernel's hash */
	uint64_t bytes; /* estimated size when unpacked, 0 if not known */
};

/*
 * Finds a source. name: "linux-source-6.1" (a package), "REPOSITORY#REF", or a path (with '/', or a
 * tarball's name) of a tarball or folder. folder: where relative paths begin, NULL for the current
 * one. source_close() is for the caller after success only. -ENOPKG names the package, -ENOENT and
 * -EINVAL the path or ref.
 */
int source_open(const char *folder, const char *name, struct source *source);
void source_close(struct source *source);

/*
 * "6.1" of such a source: of a package by its name, else from the top Makefile. NULL if that does
 * not say, or is missing (source_open() then says why). Free with g_free().
 */
char *source_version(const char *folder, const char *name);

/*
 * Makes a fresh tree below the folder, which exists, is empty and lies in the output folder. *tree:
 * its top, to be freed with g_free(). Tarballs and commits are unpacked once, to made/sources/, and
 * the fresh tree has hard links to those files: replace them instead of writing to them (patch and
 * git apply do). -ENOSPC with the space that is needed, -EINVAL if it is not a kernel source; else
 * -errno. (implemented in tree.c)
 */
int source_unpack(const struct source *source, const char *folder, char **tree);

/* The unpacked tarballs and commits; an entry is whole when no file of its tree has changed.
 * (tree.c) */
extern const struct store source_store;

#endif

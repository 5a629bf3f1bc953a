// SPDX-License-Identifier: GPL-2.0-or-later
/* Stacks of quilt series: which patches, in which order, and applying them. */
#ifndef KERNEL_SERIES_H
#define KERNEL_SERIES_H

#include "kernel/linux_version.h"

#include <glib.h>
#include <stdbool.h>

struct patch {
	char *series; /* as the stack calls it, without ":N" */
	char *name;   /* as the series file calls it */
	char *path;
	char *hash;    /* SHA-256 of the file */
	char *subject; /* of its message, one printable line without "[PATCH n/m]"; NULL: it has
			  none */
	/* Both NULL if it is for the source's version, or given by its path. */
	char *nearest; /* "linux-6.12": the folder that it was taken from, since there is */
	char *wanted;  /* no "linux-6.11" */
};

/*
 * Resolves a stack (NULL-terminated; elements "mainline", "apf:5" or "path/to/folder:5"). *patches:
 * an array of struct patch *, lowest first, which the caller unreferences and which frees them.
 * simulated puts "sim" on top. folder: where relative paths begin, NULL for the current one.
 * version: the source's. Names are looked up in kernel-patches/linux-X.Y, see series_folder.h.
 * -EINVAL names series, line, or how many patches there are; -errno if a file cannot be read.
 */
int series_stack(const char *folder, const struct linux_version *version, char *const stack[],
		 bool simulated, GPtrArray **patches);

/*
 * Applies them with git apply to a tree that the caller throws away on failure. Fuzz is refused, as
 * is a patch that is not whole (kernel/diff.h). notes: offsets are noted, and patches of another
 * version. Output is appended to the log. The parent folder of the tree must be writable. -EBADMSG
 * names series, patch, file and line; else -errno.
 */
int series_apply(const GPtrArray *patches, const char *tree, const char *log, bool notes);

/* "SERIES/PATCH SHA256", its first 16 digits: for a series that is a path, only its folder's name,
 * since the rest depends on the machine. Free with g_free(). */
char *patch_label(const char *series, const char *name, const char *hash);

/* True if the patch changes a file below folder (as "tools/"), those below except aside, or cannot
 * be read. */
bool patch_touches(const struct patch *patch, const char *folder, const char *except);

#endif

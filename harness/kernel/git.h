// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel source that is a git ref, or a work tree with its changes. */
#ifndef KERNEL_GIT_H
#define KERNEL_GIT_H

#include "kernel/source.h"

/*
 * Fills in kind, tree, diff, text and id of a source that has path and perhaps ref. source_close()
 * frees them, also after an error. -ENOENT: no repository or no such commit; -EINVAL: submodules,
 * or half of REPOSITORY#REF; else errors of git.
 */
int git_open(struct source *source);

/* -EINVAL if what would be built has no Makefile at its top. */
int git_check(const struct source *source);

/* Reads a file of a commit or tree into *text, NUL-terminated; free it with g_free(). It is NULL
 * after an error. -ENOENT if the file is missing, -EIO if git fails. */
int git_read(const char *repository, const char *tree, const char *file, char **text);

/*
 * Unpacks the source into the folder top. scratch is an existing folder for temporary files.
 * -EINVAL if the work tree has changed since git_open(); errors of git and unpack_tarball(). A dry
 * run prints the commands.
 */
int git_unpack(const struct source *source, const char *scratch, const char *top);

#endif

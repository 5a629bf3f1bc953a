// SPDX-License-Identifier: GPL-2.0-or-later
/* A kernel source that is a git ref, or a work tree with whatever was changed in it. */
#ifndef KERNEL_GIT_H
#define KERNEL_GIT_H

#include "kernel/source.h"

/* Fills in kind, tree, diff, text and id of a source that has path and perhaps ref. */
int git_open(struct source *source);

/* -EINVAL when what is built has no Makefile at its top. */
int git_check(const struct source *source);

/* A file of a commit or tree into *text, NUL-terminated; free with g_free(). -ENOENT if missing. */
int git_read(const char *repository, const char *tree, const char *file, char **text);

/* Unpacks into top; scratch is an existing folder for temporary files. */
int git_unpack(const struct source *source, const char *scratch, const char *top);

#endif

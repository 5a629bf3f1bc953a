// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs of this machine in an image. */
#ifndef IMAGE_PROGRAM_H
#define IMAGE_PROGRAM_H

#include "image/cpio.h"

/* Finds a program in PATH. Free *path with g_free(). -ENOPKG names the package that brings it. */
int program_find(const char *name, const char *package, char **path);

/*
 * Adds the file source as path, with all that it needs to be started: of a dynamically linked
 * program its shared libraries; of a script its interpreter and busybox, whose applets stand for
 * the commands that the image does not have yet. Errors of closure_add() and program_find().
 */
int program_add(struct cpio *cpio, const char *path, const char *source);

#endif

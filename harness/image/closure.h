// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs with all the shared libraries that they need. */
#ifndef IMAGE_CLOSURE_H
#define IMAGE_CLOSURE_H

#include "image/cpio.h"

/*
 * Adds source as path, and if it is a dynamically linked program its loader and libraries (which
 * all go where libc is: the loader finds them there without a cache). -ENOENT names a library that
 * is missing.
 */
int closure_add(struct cpio *cpio, const char *path, const char *source);

#endif

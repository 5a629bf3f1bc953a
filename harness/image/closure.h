// SPDX-License-Identifier: GPL-2.0-or-later
/* Programs with all the shared libraries that they need. */
#ifndef IMAGE_CLOSURE_H
#define IMAGE_CLOSURE_H

#include "image/cpio.h"

/*
 * Adds the file source as path. If it is a dynamically linked program, also its loader and
 * libraries; they all go where libc is, since the loader finds them there without a cache. -ENOENT
 * names a library that is missing; else errors of cpio_add_file().
 */
int closure_add(struct cpio *cpio, const char *path, const char *source);

#endif

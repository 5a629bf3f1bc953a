// SPDX-License-Identifier: GPL-2.0-or-later
/* Files of this machine that an experiment wants in the host's image. */
#ifndef IMAGE_EXTRA_H
#define IMAGE_EXTRA_H

#include "image/cpio.h"

/* Adds the files and folders. extra: "SOURCE=/TARGET" pairs, NULL-terminated, or NULL. -EINVAL for
 * another form; errors of closure_add(). */
int extra_add(struct cpio *cpio, char *const extra[]);

#endif

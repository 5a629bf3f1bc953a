// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of finished images, each under the hash of its contents. */
#ifndef IMAGE_STORE_H
#define IMAGE_STORE_H

#include "image/cpio.h"
#include "image/image.h"

/* Writes made/images/KIND-HASH.cpio unless it is there. */
int store_image(const struct cpio *cpio, const char *kind, struct image *image);

/* What a dry run has instead. */
void store_pretend(const char *kind, struct image *image);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The cache of finished images, each under the hash of its contents. */
#ifndef IMAGE_STORE_H
#define IMAGE_STORE_H

#include "image/cpio.h"
#include "image/image.h"
#include "util/store.h"

/* An entry is whole when the image in it has the SHA-256 that image.json gives. */
extern const struct store image_store;

/* Makes made/images/KIND-HASH16/image.cpio unless it is there. */
int image_keep(const struct cpio *cpio, const char *kind, struct image *image);

/* What a dry run has instead. */
void image_pretend(const char *kind, struct image *image);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of what an image takes from this machine. */
#ifndef IMAGE_CONTENTS_H
#define IMAGE_CONTENTS_H

#include "image/cpio.h"

#include <jansson.h>

/*
 * *json: {"/usr/bin/busybox": "busybox-static 1:1.35.0-4 1234567890abcdef", ...}, a new reference:
 * each file of the image, by its path there, with its package and version (if it has one) and the
 * first 16 digits of its SHA-256. A file that this process has seen before is not read again.
 * -errno if a file cannot be read.
 */
int contents_json(const struct cpio *cpio, json_t **json);

#endif

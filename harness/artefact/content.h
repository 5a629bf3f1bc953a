// SPDX-License-Identifier: GPL-2.0-or-later
/* What an experiment's settings bring into the image of its guests: a program, and files. */
#ifndef ARTEFACT_CONTENT_H
#define ARTEFACT_CONTENT_H

#include "experiment/experiment.h"
#include "image/image.h"

/* Does it bring anything that only this machine has? */
bool content_is_there(const struct experiment *experiment);

/* Checks that it is there and can be put into an image. -errno; the text names the setting. */
int content_check(const struct experiment *experiment);

/* Makes the image of all guests of the experiment, which run the same workload. Errors and *image:
 * as of image_guest(). */
int content_image(const struct experiment *experiment, struct image *image);

#endif

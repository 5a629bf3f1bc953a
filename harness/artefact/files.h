// SPDX-License-Identifier: GPL-2.0-or-later
/* What a setup's settings bring into the host's image: payload and files. */
#ifndef ARTEFACT_FILES_H
#define ARTEFACT_FILES_H

#include "experiment/experiment.h"

/* "SOURCE=/TARGET" pairs as image_host() takes them; ends with NULL. Free with g_strfreev(). */
char **files_pairs(const struct settings *settings);

/* Checks that they are there and can be put into an image. -errno; the text names setup and file.
 */
int files_check(const struct setup *setup);

/* Checks that the sources of "SOURCE=/TARGET" pairs can be read. pairs: ends with NULL. -errno; the
 * text names the setting and the source. */
int files_check_readable(const char *setting, char *const pairs[]);

#endif

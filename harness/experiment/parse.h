// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns an experiment file into an experiment. */
#ifndef EXPERIMENT_PARSE_H
#define EXPERIMENT_PARSE_H

#include "experiment/experiment.h"

#include <libconfig.h>

/*
 * Fills an experiment_new() from the file at path and the overrides; after an error, too, it is the
 * caller's to free. -EINVAL with file and line. What depends on more than one place of the file is
 * left to the caller.
 */
int experiment_parse(const char *path, const GPtrArray *overrides, struct experiment *experiment);

/* The same from the root of a file that has been read, or of what was made in memory. */
int experiment_parse_root(const config_setting_t *root, const GPtrArray *overrides,
			  struct experiment *experiment);

/*
 * libconfig does not say why it could not open a file, waits for FIFOs, ends the process when a
 * folder is included, and reads a file that includes itself thousands of times. This checks the
 * file at path and all that it includes beforehand. folder: where included paths begin. -EINVAL,
 * with file and line where there is one: not a regular file, too long, an include circle, a
 * character that libconfig would call a syntax error, an integer that it would truncate. Other
 * errors: path cannot be read.
 */
int includes_check(const char *path, const char *folder);

/* The end of the string, comment or name that begins at c; c itself if there is none. */
const char *parse_skip(const char *c);

/* The line number, from 1, of place in text. */
unsigned int parse_line(const char *text, const char *place);

/*
 * libconfig (1.5) silently truncates integers that do not fit into 32 bits: 4294967356 reads as 60.
 * -EINVAL with file and line for such a number in text.
 */
int integers_check(const char *path, const char *text);

#endif

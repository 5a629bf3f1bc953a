// SPDX-License-Identifier: GPL-2.0-or-later
/* From the text of an experiment file to an experiment. */
#ifndef EXPERIMENT_PARSE_H
#define EXPERIMENT_PARSE_H

#include "experiment/experiment.h"

/*
 * Fills a zeroed experiment (with empty arrays) from the file at path and the overrides. -EINVAL
 * with file and line. What depends on more than one place of the file is left to the caller.
 */
int experiment_parse(const char *path, const GPtrArray *overrides, struct experiment *experiment);

/*
 * libconfig does not say why it could not open a file, waits for FIFOs, ends the process over an
 * included folder and reads a file that includes itself thousands of times. So the file at path and
 * all that it includes are looked at before. folder: where included paths begin. -EINVAL, with file
 * and line where there is one: not a regular file, too long, a circle, a character that libconfig
 * would call a syntax error, an integer that it would cut. Other errors: path cannot be read.
 */
int includes_check(const char *path, const char *folder);

/* Behind the string, comment or name that begins at c; c itself if none does. */
const char *parse_skip(const char *c);

/* The line, from 1, in which that place of the text is. */
unsigned int parse_line(const char *text, const char *place);

/*
 * libconfig (1.5) cuts integers that do not fit into 32 bits, silently: 4294967356 reads as 60.
 * -EINVAL with file and line for such a number in text.
 */
int integers_check(const char *path, const char *text);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a file or standard input that somebody handed in. */
#ifndef CHANGE_INPUT_H
#define CHANGE_INPUT_H

#include <stddef.h>

#define INPUT_STANDARD "-"

/* What messages call it. */
const char *input_name(const char *argument);

/*
 * Reads a regular file, or for "-" standard input, which is a regular file or a pipe. *text is
 * NUL-terminated, to be freed with g_free(); NULL after an error. -EINVAL if it is empty, something
 * else, or has NUL bytes; -EFBIG above `most` bytes; else -errno.
 */
int input_read(const char *argument, size_t most, char **text, size_t *length);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads JSON from files. */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include <jansson.h>

/*
 * Reads a file into *json, to be released with json_decref(); NULL after an error. -EINVAL names
 * file and line of what is not JSON, or of a key that occurs twice; else the errors of fs_read().
 */
int json_read(const char *path, json_t **json);

#endif

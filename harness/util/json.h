// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads JSON from files, compares and prints it. */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include <jansson.h>
#include <stdio.h>

/* jansson's flags for what is read: of two equal keys one would be lost. */
#define JSON_READ JSON_REJECT_DUPLICATES

/*
 * Reads a file into *json, to be released with json_decref(); NULL after an error. -EINVAL names
 * file and line of what is not JSON, or of a key that occurs twice; else the errors of fs_read().
 */
int json_read(const char *path, json_t **json);

/* A value as compact JSON, cut to `most` bytes and "..." if it is longer; "(missing)" for NULL.
 * Free with g_free(). */
char *json_shown(const json_t *value, size_t most);

/* Called for a value that differs; old or now is NULL where only the other document has the path.
 */
typedef void (*json_differ)(void *context, const char *path, const json_t *old, const json_t *now);

/*
 * Calls differ(context, ...) for each value in which the documents differ. Paths are dotted
 * ("settings.seconds", "workers[2]"). Elements of arrays are paired by their member "name" if they
 * are objects that have one, else by index. The order of an object's keys does not matter. 1 and
 * 1.0 differ.
 */
void json_walk(const json_t *old, const json_t *now, json_differ differ, void *context);

/*
 * Prints JSON with a member a line, fractions with 15 digits, all of it in ASCII: none of its text
 * acts on a terminal. The caller checks ferror(out).
 */
void json_print(const json_t *json, FILE *out);

#endif

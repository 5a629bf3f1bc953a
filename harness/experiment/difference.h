// SPDX-License-Identifier: GPL-2.0-or-later
/* Walks two JSON values side by side and tells where they differ. */
#ifndef EXPERIMENT_DIFFERENCE_H
#define EXPERIMENT_DIFFERENCE_H

#include <jansson.h>
#include <stdbool.h>

/* a or b is NULL where only the other has the path. Returning false ends the walk. */
typedef bool (*difference_visit)(const char *path, const json_t *a, const json_t *b, void *data);

/*
 * Paths are dotted below `path` ("settings.seconds", "workers[2]"). Elements of arrays are paired
 * by their member "name" if they are objects that have one, else by index; the order of an object's
 * keys is no difference. 1 and 1.0 differ. Returns false when visit ended the walk.
 */
bool difference_walk(const char *path, const json_t *a, const json_t *b, difference_visit visit,
		     void *data);

/* A value as compact JSON, "(missing)" for NULL, cut if it is long. Free with g_free(). */
char *difference_text(const json_t *value);

#endif

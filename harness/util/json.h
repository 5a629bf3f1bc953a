// SPDX-License-Identifier: GPL-2.0-or-later
/* JSON from files. */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include <jansson.h>

/* -EINVAL names file and line of what is no JSON (or has a key twice); else fs_read()'s errors. */
int json_read(const char *path, json_t **json);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Where things are: the project's data (configs, patches, plots) and everything made. */
#ifndef UTIL_PATHS_H
#define UTIL_PATHS_H

#include <stdbool.h>

/* The program runs from a source tree (and `make` is there to advise), not installed. */
bool paths_in_source(void);

/*
 * Data: the source tree when the program runs from its build folder, else PREFIX/share/apfbench.
 * paths_data("configs") -> "/.../configs". Free with g_free().
 */
char *paths_data(const char *relative);

/* Programs that the build makes beside apfbench (bm): build/bm or PREFIX/libexec/apfbench/bm. */
char *paths_program(const char *name);

/*
 * Everything made: build/ of the source tree, the user's cache folder ($XDG_CACHE_HOME/apfbench)
 * when installed, or what -o said. paths_made("kernels").
 */
char *paths_made(const char *relative);
void paths_set_made(const char *folder);

/* A path that begins in the folder (NULL: the current one) unless it is absolute. Free with
 * g_free(). */
char *paths_from(const char *folder, const char *path);

/* This program's own executable. */
char *paths_self(void);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Where things are: the project's data (configs, patches, plots) and the output folder. */
#ifndef UTIL_PATHS_H
#define UTIL_PATHS_H

#include <stdbool.h>

/* True if the program runs from a source tree, where `make` can be advised, and is not installed.
 */
bool paths_in_source(void);

/*
 * Data: the source tree when the program runs from its build folder, else PREFIX/share/apfbench.
 * paths_data("configs") -> "/.../configs". Free with g_free().
 */
char *paths_data(const char *relative);

/* Programs that the build makes beside apfbench (bm): build/bm or PREFIX/libexec/apfbench/bm. Free
 * with g_free(). */
char *paths_program(const char *name);

/*
 * A path in the output folder: build/ of the source tree, the user's cache folder
 * ($XDG_CACHE_HOME/apfbench) when installed, or the one of -o. paths_made("kernels") ->
 * "/.../build/kernels". Free with g_free().
 */
char *paths_made(const char *relative);
/* Sets the output folder; makes it absolute, copies it. */
void paths_set_made(const char *folder);

/* path, or if it is relative the path from folder (NULL: the current one). Free with g_free(). */
char *paths_from(const char *folder, const char *path);

/* Path of this program's executable. Free with g_free(). */
char *paths_self(void);

#endif

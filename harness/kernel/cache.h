// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of finished kernels and perfs, each under the hash of its inputs. */
#ifndef KERNEL_CACHE_H
#define KERNEL_CACHE_H

#include <jansson.h>

/* made/kernels/NAME-HASH and the like; free with g_free(). */
char *cache_folder(const char *name, const char *hash);
char *cache_log(const char *name, const char *hash); /* made/kernels/logs/NAME-HASH.log */
char *cache_count(const char *name);		     /* made/kernels/logs/NAME.count */
char *cache_temporary(const char *hash);	     /* made/kernels/.tmp-HASH-PID */

/*
 * The finished folder with that hash, under whatever name, or NULL. Its build.json must say so, and
 * each of its files must have the SHA-256 that build.json gives.
 */
char *cache_find(const char *hash);

/* Waits for the right to build that hash, and removes what interrupted builds left behind. */
int cache_lock(const char *hash, int *fd);

/*
 * Completes the folder `result` (finished files) by a build.json with facts (taken over) and the
 * files' hashes, makes all durable, and renames it to cache_folder(name, hash).
 */
int cache_publish(const char *result, const char *name, const char *hash, json_t *facts);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The cache of finished kernels and perfs, each under the hash of its inputs. */
#ifndef KERNEL_CACHE_H
#define KERNEL_CACHE_H

#include "util/store.h"

/* Entries are whole when each of their files has the SHA-256 that build.json gives. */
extern const struct store kernel_store;

/* Logs lie beside the entries, for builds that failed have some, too. Free with g_free(). */
char *cache_log(const char *name, const char *hash); /* made/kernels/logs/NAME-HASH16.log */
char *cache_count(const char *name);		     /* made/kernels/logs/NAME.count */

/* store_publish() of a folder of finished files, whose hashes are added to the facts. */
int cache_publish(const char *folder, const char *name, const char *hash, json_t *facts);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The names in a cache folder (between store.c and store_list.c). */
#ifndef UTIL_STORE_NAMES_H
#define UTIL_STORE_NAMES_H

#include "util/store.h"

#define STORE_DIGITS	 16 /* of the hash in names */
#define STORE_UNFINISHED ".tmp-"
#define STORE_LOCK	 ".lock-"

/* made/KIND/PREFIX with the short hash: the unfinished entry, or the lock. Free with g_free(). */
char *store_hidden(const struct store *store, const char *prefix, const char *hash);

/* What the entry in that folder says of itself, or NULL. json_decref() it. */
json_t *store_facts(const struct store *store, const char *folder);

#endif

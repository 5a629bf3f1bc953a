// SPDX-License-Identifier: GPL-2.0-or-later
/* The names in a cache folder (between the files of the store). */
#ifndef UTIL_STORE_NAMES_H
#define UTIL_STORE_NAMES_H

#include "util/store.h"

enum store_form {
	STORE_FOREIGN, /* not ours */
	STORE_OTHER,
	STORE_FORMER,
	STORE_ENTRY,
	STORE_UNFINISHED,
	STORE_LOCK,
};

/* What a name in the folder stands for; hash: HASH16, or empty. */
enum store_form store_form(const struct store *store, const char *name,
			   char hash[STORE_DIGITS + 1]);

/* Has an entry of this hash such a name? Much faster than store_form(). */
bool store_is_entry(const char *name, const char *hash);

/* made/KIND/NAME. Free with g_free(). */
char *store_in(const struct store *store, const char *name);

/* The lock of an entry. Free with g_free(). */
char *store_lock_file(const struct store *store, const char *hash);

/* A name for something unfinished that nothing has. Free with g_free(). */
char *store_unfinished(const struct store *store, const char *hash);

/* 0 when the folder is missing or ours, else -EINVAL (cachedir_check()). */
int store_check(const struct store *store);

/* store_sweep() for the holder of one entry's exclusive lock. */
void store_sweep_holding(const struct store *store, const char *hash);

#endif

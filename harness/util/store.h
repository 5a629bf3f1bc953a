// SPDX-License-Identifier: GPL-2.0-or-later
/* Cache folders: entries that are made once, and found by the hash of what they were made from. */
#ifndef UTIL_STORE_H
#define UTIL_STORE_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/*
 * made/KIND/NAME-HASH16/	an entry: its files, and FACTS, which names the whole hash
 * made/KIND/.tmp-HASH16/	an entry that is being made, by the holder of its lock
 * made/KIND/.lock-HASH16	the lock of an entry
 *
 * An entry is complete as soon as it has its name: files and facts are on the disk before. HASH16
 * stands for the first 16 hex digits of the hash.
 */
struct store {
	const char *kind;  /* folder below paths_made() */
	const char *facts; /* file name: "build.json" */
	/* Are the entry's files still what the facts say? NULL: the name is proof enough. */
	bool (*is_whole)(const char *folder, const json_t *facts);
	/* What people know an entry by ("pv, boot seed 3"); NULL, or returns NULL: its name says
	 * it. The result is freed with g_free(). */
	char *(*describe)(const json_t *facts);
};

/* The folder of the entry with this hash, under whatever name, or NULL. Free with g_free(). */
char *store_find(const struct store *store, const char *hash);

/* Where an entry of that name is, or will be. Free with g_free(). */
char *store_path(const struct store *store, const char *name, const char *hash);

/*
 * Locks an entry, there or not, until *fd is closed here and in all forked children: exclusively
 * to make it, shared to use it. -EBUSY when another process has it and wait is false; the wait is
 * announced otherwise.
 */
int store_lock(const struct store *store, const char *hash, bool exclusive, bool wait, int *fd);

/* An empty folder in which to make the entry, with its exclusive lock held. g_free() *folder. */
int store_begin(const struct store *store, const char *hash, char **folder);

/*
 * Writes the facts (taken over, in failure too; "hash" is added) into the folder of store_begin(),
 * syncs all of its files, and gives it its name; a damaged entry of that hash is replaced.
 */
int store_publish(const struct store *store, const char *name, const char *hash, json_t *facts);

/* Removes the folder of store_begin() with its lock held. Leaves the error text alone. */
void store_abandon(const struct store *store, const char *hash);

/* Notes that the entry is used now: the order of removal depends on it. Best effort. */
void store_touch(const struct store *store, const char *hash);

/* Removes what killed processes left unfinished, and locks without an entry. Best effort; leaves
 * the error text alone. */
void store_sweep(const struct store *store);

struct store_entry {
	char *name;	 /* of the folder or file in made/KIND */
	char *note;	 /* "unfinished", or what describe() says; NULL: nothing */
	uint64_t bytes;	 /* on disk */
	time_t last_use; /* or when it was made */
};

/*
 * The entries, the longest unused first; also unfinished ones, and those of earlier versions. What
 * has another form of name is somebody else's and no entry. Elements are freed with the array.
 */
int store_list(const struct store *store, GPtrArray **entries);

/*
 * Removes the entry of that name, of which no half is ever found. -EBUSY while a process makes or
 * uses it; -EINVAL if no entry has such a name; a missing one is no error.
 */
int store_remove(const struct store *store, const char *name);

#endif

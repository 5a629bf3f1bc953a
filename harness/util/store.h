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
 * made/KIND/CACHEDIR.TAG		says that the folder is ours (cachedir.h)
 * made/KIND/NAME-HASH16/		an entry: its files, and FACTS, which names the whole hash
 * made/KIND/.tmp-HASH16-RANDOM/	an entry that is being made, by the holder of its lock
 * made/KIND/.lock-HASH16		the lock of an entry
 *
 * An entry is complete as soon as it has its name: files and facts are on the disk before. HASH16
 * stands for the first 16 hex digits of the hash. What is unfinished never gets the same name
 * twice: children of a killed process may still write to it.
 */
struct store {
	const char *kind;  /* folder below paths_made() */
	const char *facts; /* file name: "build.json" */
	/* Regular expressions, NULL for none. */
	const char *others; /* names of ours that are neither entries nor anything above */
	const char *former; /* what earlier versions left; the first group, if any: HASH16 */
	/* Are the entry's files still what the facts say? NULL: the name is proof enough. */
	bool (*is_whole)(const char *folder, const json_t *facts);
	/* What people know an entry by ("pv, boot seed 3"); NULL, or returns NULL: its name says
	 * it. The result is freed with g_free(). */
	char *(*describe)(const json_t *facts);
};

/* Makes and marks the folder (cachedir_make()). -EINVAL when it is somebody else's. */
int store_claim(const struct store *store);

/* The folder of the entry with this hash, under whatever name, or NULL. Free with g_free(). */
char *store_find(const struct store *store, const char *hash);

/* Where an entry of that name is, or will be. Free with g_free(). */
char *store_path(const struct store *store, const char *name, const char *hash);

/* What the entry in that folder says of itself, or NULL. json_decref() it. */
json_t *store_facts(const struct store *store, const char *folder);

/*
 * Locks an entry, there or not, until *fd is closed here and in all forked children: shared to use
 * it; exclusively to make it, after which all that killed processes left unfinished is swept. Waits
 * for other processes, and says so. Claims the folder first.
 */
int store_lock(const struct store *store, const char *hash, bool exclusive, int *fd);

/*
 * A new empty folder for the entry, or for work on its way, with its exclusive lock held. Give it
 * to store_publish() or store_abandon(), then g_free() it. In a dry run there is none behind the
 * name.
 */
int store_begin(const struct store *store, const char *hash, char **folder);

/*
 * Writes the facts (taken over, in failure too; "hash" is added) into the folder of store_begin(),
 * syncs all files in it (not below subfolders), and gives it its name; a damaged entry of that hash
 * is replaced. After a failure the folder is gone. -EINVAL for facts NULL, as json_pack() makes
 * them of text that is not UTF-8.
 */
int store_publish(const struct store *store, const char *folder, const char *name, const char *hash,
		  json_t *facts);

/* Removes the folder of store_begin(); NULL is fine. Leaves the error text alone. */
void store_abandon(const char *folder);

/* Notes that the entry in the folder is used now: the order of removal depends on it. Best effort.
 */
void store_touch(const char *folder);

/* Removes what killed processes left unfinished, and locks without an entry. Best effort; leaves
 * the error text alone. */
void store_sweep(const struct store *store);

#define STORE_DIGITS 16 /* of the hash in names */

struct store_entry {
	const char *kind;
	char *name;		     /* of the folder or file in made/KIND */
	char hash[STORE_DIGITS + 1]; /* empty when the name has none */
	char *note;		     /* "unfinished", or what describe() says; NULL: nothing */
	uint64_t bytes;		     /* on disk */
	time_t last_use;	     /* or when it was made */
};

/*
 * The entries, the longest unused first; also unfinished ones, and those of earlier versions. What
 * has another form of name is somebody else's and no entry. Elements are freed with the array.
 * -EINVAL when the folder is somebody else's.
 */
int store_list(const struct store *store, GPtrArray **entries);

void store_entry_free(gpointer entry);

/* Orders pointers to entries as store_list() does. */
gint store_entry_compare(gconstpointer a, gconstpointer b);

/*
 * Removes the entry of that name, of which no half is ever found. -EBUSY while a process makes or
 * uses it; -EINVAL if no entry has such a name, or the folder is somebody else's; a missing one is
 * no error. What earlier versions left has no lock: the caller knows that it is not used.
 */
int store_remove(const struct store *store, const char *name);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of preparations: where one is, who may touch it, what removes it. */
#ifndef TESTBED_SIM_CACHE_H
#define TESTBED_SIM_CACHE_H

#include <stdbool.h>

/* made/preparations/HASH, and the snapshot in it. Free with g_free(). */
char *sim_folder(const char *hash);
char *sim_snapshot(const char *hash);

/* The preparation is there, and whole. */
bool sim_is_made(const char *hash);

/* What preparation.json says of it: "pv, boot seed 3"; NULL if it does not say. Free with g_free().
 */
char *sim_describe_preparation(const char *name);

/* While it is made, the folder's name ends in this. */
#define SIM_UNFINISHED ".tmp"

/*
 * Removes what killed processes left unfinished, and locks of preparations that are gone; best
 * effort, and leaves the error alone.
 */
void sim_sweep(void);

/* Removes one with its lock: "HASH" or "HASH.tmp". -EBUSY while a process makes or loads it. */
int sim_remove_preparation(const char *name);

/* Locks a preparation until *fd is closed: exclusively (making, removing) or shared (loading).
 * -EBUSY if not wait. */
int sim_lock(const char *hash, bool exclusive, bool wait, int *fd);

/* Notes that it is used now. */
void sim_touch(const char *hash);

#endif

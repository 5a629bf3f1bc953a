// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and folders: whole-file reads, atomic durable writes, trees, space. */
#ifndef UTIL_FS_H
#define UTIL_FS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* mkdir -p. */
int fs_make_folder(const char *path);

/* Folder exists or can be made, and a file can be created in it: asked before long work. */
int fs_check_writable(const char *folder);

/* The whole file into *text (NUL-terminated; *length may be NULL). */
int fs_read(const char *path, char **text, size_t *length);

/* Temporary file beside it, fsync, rename, fsync of the folder: path is never half written. */
int fs_write_atomic(const char *path, const void *data, size_t length);

/* Copies the file's bytes (sparse files stay sparse where the file system can). */
int fs_copy(const char *from, const char *to);

/* rm -rf, not following links; a missing path is no error. */
int fs_remove_tree(const char *path);

/* Removes what in folder begins with prefix: leftovers of killed writers, with their lock held.
 * Best effort. */
void fs_remove_prefixed(const char *folder, const char *prefix);

bool fs_exists(const char *path);

/* Bytes on disk (st_blocks) of a file or tree; 0 if missing. */
uint64_t fs_disk_usage(const char *path);

/* Free bytes for us on path's file system. */
int fs_free_space(const char *path, uint64_t *bytes);

/* Names in a folder, sorted bytewise, without . and ..; a missing folder gives an empty array.
 * Elements are freed with the array. */
int fs_list(const char *folder, GPtrArray **names);

/* Adds name, length and contents of the file to a checksum. */
int fs_hash(GChecksum *sum, const char *path);

/* SHA-256 of the file in hex. */
int fs_hash_file(const char *path, char **hex);

/*
 * Takes an exclusive lock on path (made if missing), kept until *fd is closed or the process ends
 * in whatever way. wait = false: -EBUSY with the holder's pid in the text when another has it.
 */
int fs_lock(const char *path, bool wait, int *fd);

#endif

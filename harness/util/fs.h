// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and folders: whole-file reads, atomic durable writes, trees, space. */
#ifndef UTIL_FS_H
#define UTIL_FS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What some editors put before a text in UTF-8, and no reader of ours takes. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* mkdir -p. */
int fs_make_folder(const char *path);

/* Folder exists or can be made, and a file can be created in it: asked before long work. */
int fs_check_writable(const char *folder);

/* Bytes that fs_read() takes at most: a device or a disk image in a file's place ends there. */
#define FS_READ_MOST (256 << 20)

/*
 * Opens a regular file for reading, without waiting for anybody; close(*fd) is the caller's.
 * -EINVAL for FIFOs, devices and sockets, -EISDIR for folders.
 */
int fs_open(const char *path, int *fd);

/*
 * The whole file into *text (NUL-terminated, g_free(); *length in bytes may be NULL). fs_open()'s
 * errors; -EFBIG above FS_READ_MOST.
 */
int fs_read(const char *path, char **text, size_t *length);

/* Temporary file beside it, fsync, rename, fsync of the folder: path is never half written. */
int fs_write_atomic(const char *path, const void *data, size_t length);

/*
 * For writers of their own: makes a new file beside path, never through a link, with the mode less
 * the umask. fs_publish() or fs_discard() closes *fd (-1: closed already) and frees *temporary.
 */
int fs_create_beside(const char *path, mode_t mode, char **temporary, int *fd);

/* Gives it its name; durable: after fsync, and with fsync of the folder. */
int fs_publish(char *temporary, int fd, const char *path, bool durable);
void fs_discard(char *temporary, int fd);

/*
 * The name that a killed fs_write_atomic() or fs_copy() would have given this leftover
 * ("x.json.0123abcd.tmp", or "x.json.tmp" of earlier versions: "x.json"); NULL when the name is of
 * another form. Free with g_free().
 */
char *fs_temporary_of(const char *name);

/*
 * Copies the file's bytes and mode, also to another file system; holes stay holes where both can.
 * What is at `to` is replaced once the copy is whole. Not durable.
 */
int fs_copy(const char *from, const char *to);

/* rm -rf, not following links, also of folders without write permission; a missing path is no
 * error. */
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

#endif

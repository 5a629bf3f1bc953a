// SPDX-License-Identifier: GPL-2.0-or-later
/* Files and folders: whole-file reads, atomic durable writes, trees, space. */
#ifndef UTIL_FS_H
#define UTIL_FS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Some editors put it before UTF-8 text; all readers here refuse it. */
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* mkdir -p. 0 or -errno. */
int fs_make_folder(const char *path);

/* Makes the folder if it is missing, and tries to create a file in it: asked before long work.
 * -errno with advice. */
int fs_check_writable(const char *folder);

/* Bytes that fs_read() reads at most, in case somebody names a disk image. */
#define FS_READ_MOST (256 << 20)

/*
 * Opens a regular file for reading, and never blocks. The caller closes *fd, which is -1 after an
 * error. -EINVAL for FIFOs, devices and sockets, -EISDIR for folders, else -errno.
 */
int fs_open(const char *path, int *fd);

/*
 * Reads a whole file into *text, NUL-terminated, to be freed with g_free(); NULL after an error.
 * *length: its bytes without that NUL; length may be NULL. Errors of fs_open(); -EFBIG above
 * FS_READ_MOST.
 */
int fs_read(const char *path, char **text, size_t *length);

/* Writes a temporary file beside path, syncs it, renames it, syncs the folder: path never has half
 * of the data. 0 or -errno; then path is as before. */
int fs_write_atomic(const char *path, const void *data, size_t length);

/*
 * For callers that write the data themselves: creates a new file beside path, never through a link,
 * with this mode less the umask. End with fs_publish() or fs_discard(), which close *fd (-1:
 * already closed) and free *temporary. 0, or -errno with nothing to release.
 */
int fs_create_beside(const char *path, mode_t mode, char **temporary, int *fd);

/* Renames the file to path. durable: syncs the file before and the folder after. 0, or -errno with
 * the file removed. */
int fs_publish(char *temporary, int fd, const char *path, bool durable);
/* Removes the file. Leaves the error text alone. */
void fs_discard(char *temporary, int fd);

/*
 * The final name of a file that a killed fs_write_atomic() or fs_copy() left under this name:
 * "x.json" for "x.json.0123abcd.tmp" (or "x.json.tmp", of earlier versions). NULL for a name of
 * another form. Free with g_free().
 */
char *fs_temporary_of(const char *name);

/*
 * Copies the file's bytes and mode, less the umask, also to another file system; holes stay holes
 * where both can. Replaces `to` when the copy is complete. Not durable. 0 or -errno.
 */
int fs_copy(const char *from, const char *to);

/* rm -rf: does not follow links, and removes folders without write permission. A missing path is no
 * error. 0 or -errno. */
int fs_remove_tree(const char *path);

/* True if there is something at path; a link to nothing is not. */
bool fs_exists(const char *path);

/* Bytes on disk (st_blocks) of a file or tree; 0 if missing. */
uint64_t fs_disk_usage(const char *path);

/* Bytes that we may still write on the file system of path. 0 or -errno. */
int fs_free_space(const char *path, uint64_t *bytes);

/* Names in a folder, sorted bytewise, without . and ..; none if the folder is missing. *names is
 * the caller's and frees its elements; NULL after an error. 0 or -errno. */
int fs_list(const char *folder, GPtrArray **names);

/* Adds name, length and contents of the file to a checksum. Errors of fs_open(), or -errno. */
int fs_hash(GChecksum *sum, const char *path);

/* SHA-256 of the file in hex, to be freed with g_free(); NULL after an error. Errors as fs_hash().
 */
int fs_hash_file(const char *path, char **hex);

#endif

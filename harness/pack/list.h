// SPDX-License-Identifier: GPL-2.0-or-later
/* What is in a pack: names, sizes and hashes of its files, which its first file says. */
#ifndef PACK_LIST_H
#define PACK_LIST_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A pack is a tar archive, compressed by zstd. Its first file is pack.json:
 *
 * {"format": "apfbench pack", "schema_version": 1, "files": {NAME: {"bytes": N, "sha256": HEX}}}
 *
 * The files named there follow, sorted bytewise, and nothing else:
 *
 * experiment.json
 * images/SHA256.cpio		the hosts' images
 * kernels/NAME/...		build.json, bzImage, config, source.diff
 * records/RUN.json
 */
struct pack_file {
	char *name;
	char *path; /* where it is on this machine; NULL: only in a pack */
	uint64_t bytes;
	char *hash; /* SHA-256, in hex */
};

struct pack_list {
	GTree *files; /* name -> struct pack_file * */
};

/* Nothing yet. Free with pack_list_free(), which ignores NULL. */
struct pack_list *pack_list_new(void);
void pack_list_free(struct pack_list *list);

/* Adds the file at path, which is read for its hash. A second one of that name is none if it is the
 * same file, else -EEXIST. -EINVAL: no pack may have such a name, or so large a file; errors of
 * fs_hash_file(). */
int pack_list_add(struct pack_list *list, const char *name, const char *path);

/* The row of that name, owned by the list, or NULL. */
struct pack_file *pack_list_find(const struct pack_list *list, const char *name);

/* Bytes of all files. */
uint64_t pack_list_bytes(const struct pack_list *list);

/* -EINVAL: they are more than any pack may have. */
int pack_list_check(const struct pack_list *list);

/* pack.json. Free with g_free(). */
char *pack_list_text(const struct pack_list *list);

/*
 * Reads pack.json, which may be a stranger's, into a new list without paths; it is NULL after an
 * error. -EINVAL: it is no such list, or has a name that no pack may have, or a file or all of them
 * are larger than any pack needs.
 */
int pack_list_read(const char *text, size_t length, struct pack_list **list);

/* May a file of a pack have this name? Such names lead nowhere but into the folder. */
bool pack_name_is_valid(const char *name);

#endif

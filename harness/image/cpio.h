// SPDX-License-Identifier: GPL-2.0-or-later
/* An initramfs archive whose bytes depend on nothing but what is put into it. */
#ifndef IMAGE_CPIO_H
#define IMAGE_CPIO_H

struct cpio;

/* An empty archive. Free with cpio_free(), which ignores NULL. */
struct cpio *cpio_new(void);
void cpio_free(struct cpio *cpio);

/*
 * The following add an entry, and copy what they are given. Paths are absolute; parent folders are
 * added, too. What is in bin, sbin, lib or lib64 goes to that folder in /usr, where Debian's links
 * lead. -EEXIST if something else has that path already.
 */
int cpio_add_folder(struct cpio *cpio, const char *path);
/* A file with the contents of source, which is read when the archive is written; executable if
 * source is. -EINVAL if source is not a regular file; else -errno. */
int cpio_add_file(struct cpio *cpio, const char *path, const char *source);
int cpio_add_text(struct cpio *cpio, const char *path, const char *text);
int cpio_add_link(struct cpio *cpio, const char *path, const char *target);
int cpio_add_device(struct cpio *cpio, const char *path, unsigned int major, unsigned int minor);

/* SHA-256 over all entries, with the contents of files, in hex; free it with g_free(). NULL and
 * -errno if a file cannot be read. */
int cpio_hash(const struct cpio *cpio, char **hex);

/* Writes the archive (newc) to a new file, durably: owner root, one fixed time, sorted. 0 or
 * -errno. */
int cpio_write(const struct cpio *cpio, const char *file);

#endif

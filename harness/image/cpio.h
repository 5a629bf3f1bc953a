// SPDX-License-Identifier: GPL-2.0-or-later
/* An initramfs archive whose bytes depend on nothing but what is put into it. */
#ifndef IMAGE_CPIO_H
#define IMAGE_CPIO_H

struct cpio;

struct cpio *cpio_new(void);
void cpio_free(struct cpio *cpio);

/*
 * Paths are absolute; parent folders come by themselves. What is in bin, sbin, lib or lib64 goes to
 * that folder in /usr, as Debian's links have it. The same path twice is an error (-EEXIST), unless
 * it is the same file, link or folder.
 */
int cpio_add_folder(struct cpio *cpio, const char *path);
/* Contents of source, read when the archive is written; executable if source is. */
int cpio_add_file(struct cpio *cpio, const char *path, const char *source);
int cpio_add_text(struct cpio *cpio, const char *path, const char *text);
int cpio_add_link(struct cpio *cpio, const char *path, const char *target);
int cpio_add_device(struct cpio *cpio, const char *path, unsigned int major, unsigned int minor);

/* SHA-256 over all that is in it, contents included, in hex. */
int cpio_hash(const struct cpio *cpio, char **hex);

/* Writes the archive (newc) to a new file, durably. Owner root, one fixed time, sorted. */
int cpio_write(const struct cpio *cpio, const char *file);

#endif

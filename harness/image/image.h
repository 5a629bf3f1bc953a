// SPDX-License-Identifier: GPL-2.0-or-later
/* The two initramfs images: the guest's (bm as init) and the host's (runner, QEMU, perf, the
 * guest). */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <glib.h>
#include <jansson.h>

struct image {
	char *path; /* made/images/guest-HASH16/image.cpio, host-...; HASH16: of its inputs */
	char *hash; /* SHA-256 of the file */
	/* What the host's image has from this machine, except the guest and the extra files:
	 * contents_json(). NULL of other images. */
	json_t *contents;
};

/* What a guest's image has beside its first process. */
struct image_guest_content {
	char **argv;  /* of the program that the first process starts: its path, its arguments; or
		       * NULL */
	char **extra; /* "SOURCE=/TARGET" pairs; both end with NULL */
};

/*
 * init, a name as paths_program() takes it, as /init and the folders that it mounts on; the program
 * in /workload, with its shared libraries, and its arguments, a line each, in INSIDE_ARGUMENTS; of
 * a script the interpreter and busybox. Cached. The caller calls image_clear(), also after an
 * error. -ENOENT: init has not been built; -EEXIST: two things have one path; -ENOPKG names a
 * missing program's package; else -errno.
 */
int image_guest(const char *init, const struct image_guest_content *content, struct image *image);

/* Checks, before a kernel is built for it, that all this can be put into an image. Errors of
 * image_guest(). */
int image_check_guest(const struct image_guest_content *content);

/*
 * /init = the runner; QEMU with firmware, perf (as /bin/perf; may be NULL), cgroup tools, busybox,
 * their shared libraries, /guest/bzImage, /guest/initrd.cpio, and extra files (NULL-terminated
 * "SOURCE=/TARGET" pairs, or NULL): a folder as a whole, programs with their shared libraries.
 * /bin, /sbin, /lib, /lib64 are links into /usr. Cached. Reproducible: same inputs, same bytes,
 * whatever the time, the umask and the user. In a dry run nothing is made, and path and hash only
 * look like the real ones. The caller calls image_clear(), also after an error. -ENOPKG names a
 * missing program's package; else -errno.
 */
int image_host(const char *guest_bzimage, const struct image *guest, const char *perf,
	       char *const extra[], struct image *image);

/*
 * Checks, before a kernel is built for it, that these files can be put into a host's image. Errors
 * of image_host(). -EEXIST: something else has that path; -EINVAL: neither file nor folder.
 */
int image_check_extra(char *const extra[]);

/* SHA-256 over the extra files as an image takes them, in hex; free it with g_free(). It is NULL
 * after an error. Errors of image_check_extra(). */
int image_hash_extra(char *const extra[], char **hex);

/* The image in the cache whose file has this SHA-256; no contents. The caller calls image_clear()
 * after success only. -ENOENT if there is none. */
int image_recall(const char *hash, struct image *image);

/*
 * The regular files of a finished image: a table from path ("/guest/bzImage") to SHA-256, in hex,
 * which the caller unreferences; NULL after an error. -EINVAL: it is no image, or has one path
 * twice.
 */
int image_look(const char *path, GHashTable **files);

/* Frees what the image owns, and may be called twice. */
void image_clear(struct image *image);

#endif

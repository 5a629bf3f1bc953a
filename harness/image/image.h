// SPDX-License-Identifier: GPL-2.0-or-later
/* The two initramfs images: the guest's (bm as init) and the host's (runner, QEMU, perf, the
 * guest). */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <jansson.h>

struct image {
	char *path; /* made/images/guest-HASH16/image.cpio, host-...; HASH16: of its inputs */
	char *hash; /* SHA-256 of the file */
	/* What the host's has from this machine beside the guest and the extra files:
	   contents_json(); NULL of others. */
	json_t *contents;
};

/* bm as /init and the folders that it mounts on. Cached. -ENOENT: bm has not been built. */
int image_guest(struct image *image);

/*
 * /init = the runner; QEMU with firmware, perf (as /bin/perf; may be NULL), cgroup tools, busybox,
 * their shared libraries, /guest/bzImage, /guest/initrd.cpio, and extra files (NULL-terminated
 * "SOURCE=/TARGET" pairs, or NULL): a folder as a whole, programs with their shared libraries.
 * Cached; reproducible: same inputs, same bytes, whatever the time, the umask and the user. -ENOPKG
 * names a missing program's package. /bin, /sbin, /lib, /lib64 are links into /usr. In a dry run
 * nothing is made, and path and hash only look like the real ones.
 */
int image_host(const char *guest_bzimage, const struct image *guest, const char *perf,
	       char *const extra[], struct image *image);

/* Can those files be put into a host's image, before a kernel has been built for it? Errors as
 * image_host(). -EEXIST: something else is there; -EINVAL: neither file nor folder. */
int image_check_extra(char *const extra[]);

/* SHA-256 over the extra files as an image takes them. */
int image_hash_extra(char *const extra[], char **hex);

void image_clear(struct image *image);

#endif

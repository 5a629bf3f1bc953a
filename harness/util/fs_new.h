// SPDX-License-Identifier: GPL-2.0-or-later
/* New files that take long to write: they have no name until they are whole. */
#ifndef UTIL_FS_NEW_H
#define UTIL_FS_NEW_H

struct fs_new {
	char *path;
	char *temporary; /* its name until then, where a file must have one; else NULL */
	int fd;		 /* to write to */
};

/* -EEXIST: there is something at path. Else 0. */
int fs_new_check(const char *path);

/*
 * Begins a file in path's folder. End with fs_new_publish() or fs_new_discard(). A process that is
 * killed leaves nothing, but on file systems without O_TMPFILE (NFS, FUSE) a file as
 * fs_create_beside() names it. 0, or -errno with nothing to release.
 */
int fs_new_begin(const char *path, struct fs_new *file);

/* Syncs the file and gives it its name, which may be lost in a crash. 0; -EEXIST: there is
 * something at path, which stays as it is; else -errno. After an error there is no file. */
int fs_new_publish(struct fs_new *file);
/* Leaves the error text alone. */
void fs_new_discard(struct fs_new *file);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps finished images; a file with its final name is complete. */
#include "image/store.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/lock.h"
#include "util/paths.h"
#include "util/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SHORT_HASH  16 /* digits in names */
#define TEMP_PREFIX ".tmp-"

static int folder_sync(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), err = 0;

	if (fd < 0 || fsync(fd) < 0)
		err = error_sys(errno, "%s: cannot write", folder);
	if (fd >= 0)
		close(fd);
	return err;
}

static int image_write(const struct cpio *cpio, const char *folder, const char *path)
{
	g_autofree char *base = g_path_get_basename(path);
	g_autofree char *name = g_strconcat(TEMP_PREFIX, base, NULL);
	g_autofree char *temporary = g_build_filename(folder, name, NULL);
	int err;

	progress_live("making the image %s", base);
	err = cpio_write(cpio, temporary);
	if (!err && g_rename(temporary, path) < 0)
		err = error_sys(errno, "%s: cannot be renamed to %s", temporary, path);
	if (!err)
		err = folder_sync(folder);
	else
		unlink(temporary);
	progress_clear();
	return err;
}

int store_image(const struct cpio *cpio, const char *kind, struct image *image)
{
	g_autofree char *folder = paths_made("images");
	g_autofree char *lock_path = g_build_filename(folder, ".lock", NULL);
	g_autofree char *hash = NULL;
	int lock = -1, err;

	err = cpio_hash(cpio, &hash);
	if (!err)
		err = fs_make_folder(folder);
	if (!err)
		err = lock_take(lock_path, true, true, &lock);
	if (err)
		return err;
	fs_remove_prefixed(folder, TEMP_PREFIX);
	g_autofree char *name = g_strdup_printf("%s-%.*s.cpio", kind, SHORT_HASH, hash);
	g_autofree char *path = g_build_filename(folder, name, NULL);

	if (!fs_exists(path))
		err = image_write(cpio, folder, path);
	close(lock);
	if (!err)
		err = fs_hash_file(path, &image->hash);
	if (!err)
		image->path = g_steal_pointer(&path);
	return err;
}

void store_pretend(const char *kind, struct image *image)
{
	g_autofree char *folder = paths_made("images");
	g_autofree char *name = g_strdup_printf("%s-HASH.cpio", kind);

	image->path = g_build_filename(folder, name, NULL);
	image->hash = g_strdup("HASH");
	printf("# make the image %s\n", image->path);
}

void image_clear(struct image *image)
{
	g_free(image->path);
	g_free(image->hash);
	json_decref(image->contents);
	memset(image, 0, sizeof(*image));
}

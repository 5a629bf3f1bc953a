// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps finished images. */
#include "image/store.h"

#include "util/error.h"
#include "util/fs.h"
#include "util/paths.h"
#include "util/progress.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME   "image.cpio"
#define HASH_MEMBER "sha256"

static bool image_is_whole(const char *folder, const json_t *facts)
{
	g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL);
	g_autofree char *hash = NULL;

	return !fs_hash_file(path, &hash) &&
	       !g_strcmp0(json_string_value(json_object_get(facts, HASH_MEMBER)), hash);
}

const struct store image_store = {
	.kind = "images",
	.facts = "image.json",
	.former = "^(?:(?:\\.tmp-)?(?:host|guest)-([0-9a-f]{16})\\.cpio|\\.lock)$",
	.is_whole = image_is_whole,
};

static int image_make(const struct cpio *cpio, const char *kind, const char *hash)
{
	g_autofree char *folder = NULL, *path = NULL, *sum = NULL;
	int err = store_begin(&image_store, hash, &folder);

	if (err)
		return err;
	path = g_build_filename(folder, FILE_NAME, NULL);
	progress_live("making the image %s-%.16s", kind, hash);
	err = cpio_write(cpio, path);
	if (!err)
		err = fs_hash_file(path, &sum);
	if (err)
		store_abandon(folder);
	else
		err = store_publish(&image_store, folder, kind, hash,
				    json_pack("{s:s}", HASH_MEMBER, sum));
	progress_clear();
	return err;
}

static void image_fill(const char *folder, struct image *image)
{
	json_t *facts = store_facts(&image_store, folder);

	image->path = g_build_filename(folder, FILE_NAME, NULL);
	image->hash = g_strdup(json_string_value(json_object_get(facts, HASH_MEMBER)));
	json_decref(facts);
}

int image_recall(const char *hash, struct image *image)
{
	g_autoptr(GPtrArray) names = NULL;
	g_autofree char *all = paths_made(image_store.kind);
	int err = fs_list(all, &names);

	for (guint i = 0; !err && i < names->len; i++) {
		g_autofree char *folder = g_build_filename(all, names->pdata[i], NULL);
		json_t *facts = store_facts(&image_store, folder);
		const char *said = json_string_value(json_object_get(facts, HASH_MEMBER));
		bool found = *(char *)names->pdata[i] != '.' && !g_strcmp0(said, hash) &&
			     image_is_whole(folder, facts);

		json_decref(facts);
		if (!found)
			continue;
		memset(image, 0, sizeof(*image));
		image_fill(folder, image);
		return 0;
	}
	return err ? err : error_set(ENOENT, "image %.12s: is not in the cache", hash);
}

int image_keep(const struct cpio *cpio, const char *kind, struct image *image)
{
	g_autofree char *hash = NULL, *folder = NULL;
	int lock, err = cpio_hash(cpio, &hash);

	if (!err)
		err = store_lock(&image_store, hash, true, &lock);
	if (err)
		return err;
	folder = store_find(&image_store, hash);
	if (!folder) {
		err = image_make(cpio, kind, hash);
		folder = store_path(&image_store, kind, hash);
	}
	if (!err)
		image_fill(folder, image);
	close(lock);
	return err;
}

void image_pretend(const char *kind, struct image *image)
{
	g_autofree char *folder = store_path(&image_store, kind, "HASH");

	image->path = g_build_filename(folder, FILE_NAME, NULL);
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

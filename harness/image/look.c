// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks into a finished image: which files it has, by their hashes. */
#include "image/image.h"
#include "util/error.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#define BLOCK_BYTES (1 << 18)

static int look_failed(const char *path, struct archive *archive)
{
	return error_set(EINVAL, "%s: is no image: %s", path, archive_error_string(archive));
}

static int file_hash(const char *path, struct archive *archive, char **hex)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	const void *block;
	int64_t offset;
	size_t size;
	int status;

	while ((status = archive_read_data_block(archive, &block, &size, &offset)) == ARCHIVE_OK)
		g_checksum_update(sum, block, (gssize)size);
	if (status != ARCHIVE_EOF)
		return look_failed(path, archive);
	*hex = g_strdup(g_checksum_get_string(sum));
	return 0;
}

static int entries_look(const char *path, struct archive *archive, GHashTable *files)
{
	struct archive_entry *entry;
	int status, err = 0;

	while (!err && (status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
		const char *name = archive_entry_pathname(entry);
		g_autofree char *place = g_strconcat("/", name ? name : "", NULL), *hex = NULL;

		if (archive_entry_filetype(entry) != AE_IFREG)
			continue;
		/* A kernel would take the last one. */
		if (g_hash_table_contains(files, place))
			return error_set(EINVAL, "%s: has two files %s", path, place);
		err = file_hash(path, archive, &hex);
		if (!err)
			g_hash_table_insert(files, g_steal_pointer(&place), g_steal_pointer(&hex));
	}
	if (err)
		return err;
	return status == ARCHIVE_EOF ? 0 : look_failed(path, archive);
}

int image_look(const char *path, GHashTable **files)
{
	struct archive *archive = archive_read_new();
	int err;

	*files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	archive_read_support_format_cpio(archive);
	err = archive_read_open_filename(archive, path, BLOCK_BYTES) == ARCHIVE_OK
		      ? entries_look(path, archive, *files)
		      : look_failed(path, archive);
	archive_read_free(archive);
	if (err)
		g_clear_pointer(files, g_hash_table_unref);
	return err;
}
